package dev.troupe.agents.agent;

import com.typesafe.config.Config;
import dev.troupe.agents.Guardrail;
import dev.troupe.agents.Role;
import dev.troupe.agents.tool.Tools;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The settings under {@code troupe.agents} and {@code troupe.roles}.
 *
 * @param idle an agent with nothing to do leaves memory after this time
 * @param queuedAssignments how many may wait behind the one at work
 * @param assignments how many one agent takes in its life
 * @param passages how many a researcher is shown
 * @param tools what they may take of a node
 */
public record AgentSettings(
    Duration idle,
    int queuedAssignments,
    int assignments,
    int passages,
    Map<String, Role> roles,
    ToolSettings tools) {

  /**
   * @param config the system's whole configuration
   * @throws IllegalArgumentException naming the first setting that cannot be used
   */
  public static AgentSettings of(Config config) {
    var agents = config.getConfig("troupe.agents");
    return new AgentSettings(
        agents.getDuration("idle"),
        agents.getInt("queued-assignments"),
        agents.getInt("assignments"),
        agents.getInt("passages"),
        RoleSettings.roles(config.getConfig("troupe.roles"), agents.getConfig("role-defaults")),
        ToolSettings.of(agents));
  }

  /**
   * @throws IllegalArgumentException naming the first role that lists a tool that is not there
   */
  public void requireTools(Tools available) {
    requireTools(available, _ -> false);
  }

  /**
   * The same where not all are known yet.
   *
   * @param mayCome whether a tool of this name may be there later
   */
  public void requireTools(Tools available, Predicate<String> mayCome) {
    new ToolBox(available).requireAll(roles.values(), mayCome);
    roles.values().forEach(this::requireCallable);
    roles.values().forEach(this::requireJudges);
  }

  private void requireCallable(Role role) {
    var use = role.tools();
    for (var name : use == null ? List.<String>of() : use.mayCall()) {
      var called = roles.get(name);
      var path = "troupe.roles.%s.may-call: ".formatted(role.name());
      if (called == null) {
        throw new IllegalArgumentException(
            path
                + "there is no role \"%s\"; known are %s"
                    .formatted(name, String.join(", ", new TreeSet<>(roles.keySet()))));
      }
      if (called.kind() != Role.Kind.PLAIN && called.kind() != Role.Kind.RESEARCHER) {
        throw new IllegalArgumentException(
            path
                + "%s takes more than a text, so it cannot be called; roles of the kinds plain and researcher can"
                    .formatted(name));
      }
    }
  }

  private void requireJudges(Role role) {
    for (var guardrail : role.guardrails()) {
      if (guardrail instanceof Guardrail.Judge(var name, _, var judge)) {
        var path = "troupe.roles.%s.guardrails.%s.role: ".formatted(role.name(), name);
        var known = roles.get(judge);
        if (known == null) {
          throw new IllegalArgumentException(
              path
                  + "there is no role \"%s\"; known are %s"
                      .formatted(judge, String.join(", ", new TreeSet<>(roles.keySet()))));
        }
        if (known.kind() != Role.Kind.PLAIN
            || known.outputSchema() == null
            || known.tools() != null
            || !known.guardrails().isEmpty()) {
          throw new IllegalArgumentException(
              path
                  + "%s cannot judge: a judge is a role of the kind plain with an output-schema that has `approved` and `why`, without tools and without guardrails"
                      .formatted(judge));
        }
      }
    }
  }

  AgentSettings withIdle(Duration other) {
    return new AgentSettings(other, queuedAssignments, assignments, passages, roles, tools);
  }
}
