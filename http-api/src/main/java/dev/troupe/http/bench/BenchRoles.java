package dev.troupe.http.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Points the roles of workflow {@code bench} at one endpoint, each under its own name. */
public final class BenchRoles {
  private static final List<String> ROLES = List.of("researcher", "writer", "reviewer");

  private BenchRoles() {}

  /** Settings, by their whole names. */
  public static Map<String, Object> at(String url) {
    String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    var settings = new HashMap<String, Object>();
    for (String role : ROLES) {
      settings.put("troupe.roles.bench-" + role + ".base-url", base + "/" + role + "/v1");
    }
    return settings;
  }
}
