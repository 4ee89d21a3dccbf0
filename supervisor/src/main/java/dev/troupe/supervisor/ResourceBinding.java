package dev.troupe.supervisor;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a workflow's resources stand for here, so that machines written for another service run
 * unchanged.
 *
 * @param match a resource's name, in which {@code *} stands for any characters
 * @param bind {@code agent:ROLE}, {@code java:NAME}, {@code tool:NAME}, {@code workflow:NAME},
 *     {@code workflow:*} for whichever the step's {@code StateMachineArn} names, or {@code
 *     human:approval}
 */
public record ResourceBinding(String match, String bind) {
  private static final Pattern TARGET =
      Pattern.compile("(agent|java|tool|workflow):.+|human:approval");

  /**
   * @param config with {@code troupe.resources}, a list of {@code {match, bind}}
   * @throws ConfigException naming the entry that is wrong
   */
  static List<ResourceBinding> from(Config config) {
    return config.getConfigList("troupe.resources").stream().map(ResourceBinding::read).toList();
  }

  private static ResourceBinding read(Config entry) {
    var binding = new ResourceBinding(entry.getString("match"), entry.getString("bind"));
    if (!TARGET.matcher(binding.bind()).matches()) {
      throw new ConfigException.BadValue(
          entry.origin(),
          "troupe.resources",
          "'%s' binds '%s' to '%s'; a resource is bound to 'agent:NAME', 'java:NAME', 'tool:NAME', 'workflow:NAME' or 'human:approval'"
              .formatted("bind", binding.match(), binding.bind()));
    }
    return binding;
  }

  public boolean fits(String resource) {
    var pattern = new StringBuilder();
    for (var literal : match.split("\\*", -1)) {
      pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
    }
    return Pattern.matches(pattern.toString(), resource);
  }
}
