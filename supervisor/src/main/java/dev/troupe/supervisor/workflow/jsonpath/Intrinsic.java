package dev.troupe.supervisor.workflow.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.workflow.ErrorNames;
import dev.troupe.supervisor.workflow.EvaluationFailure;
import dev.troupe.supervisor.workflow.Expression;
import dev.troupe.supervisor.workflow.Scope;
import java.util.ArrayList;
import java.util.List;

/** A call of one of the language's own functions, as in {@code States.Format('{}', $.name)}. */
public record Intrinsic(String source, IntrinsicFunction function, List<Argument> arguments)
    implements Expression {

  /** What stands between the brackets. */
  sealed interface Argument {
    record Literal(JsonNode json) implements Argument {}

    record Found(JsonPath path) implements Argument {}

    record Called(Intrinsic call) implements Argument {}
  }

  /**
   * @throws IllegalArgumentException saying what is wrong and at which character
   */
  public static Intrinsic compile(String source) {
    return new IntrinsicParser(source).parse();
  }

  @Override
  public JsonNode evaluate(Scope scope, String field) {
    List<JsonNode> values = new ArrayList<>(arguments.size());
    for (var argument : arguments) {
      values.add(
          switch (argument) {
            case Argument.Literal(var json) -> json;
            case Argument.Found(var path) -> path.evaluate(scope, field);
            case Argument.Called(var call) -> call.evaluate(scope, field);
          });
    }
    try {
      return function.call(values, scope.moment());
    } catch (IllegalArgumentException | ArithmeticException misuse) {
      throw new EvaluationFailure(
          ErrorNames.INTRINSIC_FAILURE,
          "The function '%s' had the following error: %s".formatted(source, misuse.getMessage()));
    }
  }
}
