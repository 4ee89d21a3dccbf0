package dev.troupe.supervisor.workflow.jsonata;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.workflow.Expression;
import dev.troupe.supervisor.workflow.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code $states.input.a.b} or {@code $variable.a.b}, walked without JSONata. Where an array stands
 * in the way, JSONata's own rules of mapping and flattening apply and the general form answers.
 */
record PathExpression(String source, String root, List<String> steps, JsonataExpression general)
    implements Expression {
  private static final Set<String> OPERATORS = Set.of("and", "or", "in");
  private static final String STATES = "states";

  static Expression of(String source, JsonataExpression general) {
    var names = Arrays.asList(source.substring(1).split("\\.", -1));
    var steps = names.subList(1, names.size());
    var wholeOfStates = names.getFirst().equals(STATES) && steps.isEmpty();
    return wholeOfStates || steps.stream().anyMatch(OPERATORS::contains)
        ? general
        : new PathExpression(source, names.getFirst(), List.copyOf(steps), general);
  }

  @Override
  public JsonNode evaluate(Scope scope, String field) {
    var fromStates = root.equals(STATES);
    @Nullable JsonNode value =
        fromStates ? scope.states(steps.getFirst()) : scope.variables().apply(root);
    for (var step : fromStates ? steps.subList(1, steps.size()) : steps) {
      if (value == null) {
        break;
      }
      if (value.isArray()) {
        return general.evaluate(scope, field);
      }
      value = value.get(step);
    }
    if (value == null) {
      // A name that is no variable may still be one of JSONata's functions.
      return general.evaluate(scope, field);
    }
    return value;
  }
}
