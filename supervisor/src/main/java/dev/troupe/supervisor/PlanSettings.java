package dev.troupe.supervisor;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The settings under {@code troupe.planned}: what a workflow may do that came up in a task.
 *
 * @param resources what it may use; a star at the end stands for any rest
 * @param changesAfterUntrustedText whether its tools may change something where the task holds text
 *     from outside
 */
public record PlanSettings(List<String> resources, boolean changesAfterUntrustedText) {
  private static final Pattern RESOURCE =
      Pattern.compile("(agent|java|tool|workflow):[^*]*\\*?|human:approval");

  public static PlanSettings from(Config config) {
    var listed = config.getStringList("troupe.planned.resources");
    for (var resource : listed) {
      if (!RESOURCE.matcher(resource).matches()) {
        throw new ConfigException.BadValue(
            config.getValue("troupe.planned.resources").origin(),
            "troupe.planned.resources",
            "'%s' is no resource: write 'agent:NAME', 'java:NAME', 'tool:NAME', 'workflow:NAME' or 'human:approval'; a star may stand at the end"
                .formatted(resource));
      }
    }
    return new PlanSettings(
        List.copyOf(listed), config.getBoolean("troupe.planned.changes-after-untrusted-text"));
  }

  /** Where nothing may be used. */
  public static PlanSettings none() {
    return new PlanSettings(List.of(), false);
  }

  public boolean allows(String resource) {
    return resources.stream().anyMatch(allowed -> fits(allowed, resource));
  }

  private static boolean fits(String allowed, String resource) {
    return allowed.endsWith("*")
        ? resource.startsWith(allowed.substring(0, allowed.length() - 1))
        : resource.equals(allowed);
  }
}
