package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an expression can see.
 *
 * @param variables by name, without the dollar sign; null for a name that is not assigned
 * @param input what JSONPath's {@code $} and JSONata's {@code $states.input} stand for
 * @param context the context object, built only for expressions that mention it
 */
public record Scope(
    Function<String, @Nullable JsonNode> variables,
    JsonNode input,
    @Nullable JsonNode result,
    @Nullable JsonNode errorOutput,
    Supplier<JsonNode> context,
    Moment moment) {

  /** The same with another {@code $}: in JSONPath each field of a state has its own. */
  public Scope with(JsonNode dollar) {
    return new Scope(variables, dollar, result, errorOutput, context, moment);
  }

  public Scope withResult(JsonNode ofState) {
    return new Scope(variables, input, ofState, errorOutput, context, moment);
  }

  /** The value of {@code $states.NAME}, or null where it has none here. */
  public @Nullable JsonNode states(String name) {
    return switch (name) {
      case "input" -> input;
      case "result" -> result;
      case "errorOutput" -> errorOutput;
      case "context" -> context.get();
      default -> null;
    };
  }
}
