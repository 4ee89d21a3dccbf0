package dev.troupe.supervisor.workflow;

import dev.troupe.supervisor.workflow.jsonpath.JsonPath;
import java.util.List;

/** What a rule of a Choice state asks. */
public sealed interface Condition {

  boolean holds(Scope scope);

  /** JSONata: an expression that is true or false. */
  record Asked(Template expression) implements Condition {
    @Override
    public boolean holds(Scope scope) {
      var holds = expression.evaluate(scope, "Condition");
      if (!holds.isBoolean()) {
        var source = expression instanceof Template.Computed(var computed) ? computed.source() : "";
        throw EvaluationFailure.unexpected(source, "Condition", "boolean", holds);
      }
      return holds.booleanValue();
    }
  }

  record All(List<Condition> conditions) implements Condition {
    @Override
    public boolean holds(Scope scope) {
      return conditions.stream().allMatch(condition -> condition.holds(scope));
    }
  }

  record Any(List<Condition> conditions) implements Condition {
    @Override
    public boolean holds(Scope scope) {
      return conditions.stream().anyMatch(condition -> condition.holds(scope));
    }
  }

  record Not(Condition condition) implements Condition {
    @Override
    public boolean holds(Scope scope) {
      return !condition.holds(scope);
    }
  }

  /** JSONPath: a value compared with another. */
  record Compared(JsonPath variable, Comparison comparison) implements Condition {
    @Override
    public boolean holds(Scope scope) {
      var value =
          variable
              .find(scope)
              .orElseThrow(() ->
                  EvaluationFailure.runtime(
                      "Invalid path '%s': The choice state's condition path references an invalid value."
                          .formatted(variable.source())));
      return comparison.holds(value, scope);
    }
  }

  /** JSONPath: whether the path leads anywhere. */
  record Present(JsonPath variable, boolean expected) implements Condition {
    @Override
    public boolean holds(Scope scope) {
      return variable.find(scope).isPresent() == expected;
    }
  }
}
