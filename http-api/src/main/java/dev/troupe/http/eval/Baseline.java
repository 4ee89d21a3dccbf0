package dev.troupe.http.eval;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The report of an earlier run. */
public final class Baseline {
  private final Map<String, JsonNode> cases;

  private Baseline(Map<String, JsonNode> cases) {
    this.cases = cases;
  }

  /**
   * @throws IllegalArgumentException if the text is no report
   */
  public static Baseline of(String text) {
    var report = Json.parse(text);
    if (!report.path("cases").isArray()) {
      throw new IllegalArgumentException("it is no report of `troupe eval`, which --json prints");
    }
    Map<String, JsonNode> cases = new HashMap<>();
    report.path("cases").forEach(one -> cases.put(one.path("id").asText(), one));
    return new Baseline(cases);
  }

  /** Whether the case passed then; empty if there was no such case. */
  Optional<Boolean> passed(String id) {
    return Optional.ofNullable(cases.get(id)).map(one -> one.path("passed").asBoolean());
  }

  Optional<Long> tokens(String id) {
    return Optional.ofNullable(cases.get(id)).map(one -> one.path("tokens").asLong());
  }
}
