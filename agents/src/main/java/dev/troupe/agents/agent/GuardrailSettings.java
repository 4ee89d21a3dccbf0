package dev.troupe.agents.agent;

import static dev.troupe.agents.agent.RoleSettings.fault;
import static dev.troupe.agents.agent.RoleSettings.refuseUnknown;
import static dev.troupe.agents.agent.RoleSettings.require;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.troupe.agents.Guardrail;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads {@code troupe.roles.NAME.guardrails}; whatever cannot be used is refused by name. */
final class GuardrailSettings {
  private static final String BLOCK = "guardrails";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final int GUARDRAILS_AT_MOST = 16;
  private static final int QUESTION_CHARACTERS_AT_MOST = 4_000;
  private static final Set<String> OF_WORDING = Set.of("refuse", "require", "says");
  private static final Set<String> OF_JUDGE = Set.of("ask", "role");

  private GuardrailSettings() {}

  /** In the order of their names; null where there are none. */
  static @Nullable List<Guardrail> read(Config role, String rolePath) {
    if (!role.hasPath(BLOCK)) {
      return null;
    }
    var path = rolePath + "." + BLOCK;
    var guardrails = new ArrayList<Guardrail>();
    for (var block : role.getObject(BLOCK).entrySet()) {
      guardrails.add(guardrail(block.getKey(), block.getValue(), path + "." + block.getKey()));
    }
    require(
        guardrails.size() <= GUARDRAILS_AT_MOST,
        path,
        "a role has at most %d guardrails".formatted(GUARDRAILS_AT_MOST));
    guardrails.sort((one, other) -> one.name().compareTo(other.name()));
    return guardrails.isEmpty() ? null : List.copyOf(guardrails);
  }

  private static Guardrail guardrail(String name, ConfigValue value, String path) {
    require(
        NAME.matcher(name).matches(), path, "a guardrail's name must match [a-z][a-z0-9-]{0,31}");
    if (!(value instanceof ConfigObject object)) {
      throw fault(path, "a guardrail is a block { refuse = [...] } or { ask = ... }");
    }
    if (object.containsKey("ask")) {
      refuseUnknown(object, OF_JUDGE, path);
      return judge(name, object.toConfig(), path);
    }
    refuseUnknown(object, OF_WORDING, path);
    return wording(name, object.toConfig(), path);
  }

  private static Guardrail judge(String name, Config block, String path) {
    var question = block.getString("ask").strip();
    require(
        !question.isEmpty() && question.length() <= QUESTION_CHARACTERS_AT_MOST,
        path + ".ask",
        "it is a question of 1 to %d characters".formatted(QUESTION_CHARACTERS_AT_MOST));
    return new Guardrail.Judge(
        name, question, block.hasPath("role") ? block.getString("role") : "judge");
  }

  private static Guardrail wording(String name, Config block, String path) {
    var refuse = expressions(block, "refuse", path);
    var require = expressions(block, "require", path);
    require(
        !refuse.isEmpty() || !require.isEmpty(),
        path,
        "it needs expressions to refuse or to require, or a question to ask");
    return new Guardrail.Wording(
        name, refuse, require, block.hasPath("says") ? block.getString("says") : null);
  }

  private static List<String> expressions(Config block, String key, String path) {
    var expressions = block.hasPath(key) ? block.getStringList(key) : List.<String>of();
    for (var expression : expressions) {
      try {
        Pattern.compile(expression);
      } catch (PatternSyntaxException broken) {
        throw fault(
            path + "." + key,
            "\"%s\" is no regular expression: %s".formatted(expression, broken.getDescription()));
      }
    }
    return expressions;
  }
}
