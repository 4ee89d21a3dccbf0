package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.workflow.jsonpath.JsonPath;
import java.math.BigDecimal;

/**
 * A number that a state is given: a literal, an expression, or a path in a field of its own.
 *
 * @param field by which a failure names it, as in {@code TimeoutSecondsPath}
 */
public record Quantity(String field, Template template) {

  /**
   * @throws EvaluationFailure if it is none, or no whole one
   */
  public long whole(Scope scope, long atLeast) {
    var number = number(scope, "integer");
    try {
      return checked(number, number.longValueExact(), atLeast);
    } catch (ArithmeticException broken) {
      throw failure("%s must be a whole number but was: %s".formatted(name(), number));
    }
  }

  /** A share in per cent, from 0 to 100. */
  public double percentage(Scope scope) {
    var share = number(scope, "float").doubleValue();
    if (share < 0 || share > 100) {
      throw failure("%s must be between 0 and 100.".formatted(name()));
    }
    return share;
  }

  private long checked(BigDecimal number, long whole, long atLeast) {
    if (whole >= atLeast) {
      return whole;
    }
    throw failure(
        atLeast == 0
            ? "%s cannot be negative.".formatted(name())
            : "%s must be at least %d but was: %s".formatted(name(), atLeast, number));
  }

  private BigDecimal number(Scope scope, String kind) {
    return switch (template) {
      case Template.Named(_, JsonPath path) -> fromPath(path, path.get(scope), kind);
      case Template.Computed(var expression) -> {
        var value = expression.evaluate(scope, field);
        if (!value.isNumber()) {
          throw EvaluationFailure.unexpected(expression.source(), field, "number", value);
        }
        yield value.decimalValue();
      }
      case Template.Constant _, Template.Named _, Template.Members _, Template.Items _ ->
          template.evaluate(scope, field).decimalValue();
    };
  }

  /** Digits in a string count too. */
  private BigDecimal fromPath(JsonPath path, JsonNode value, String kind) {
    if (value.isNumber()) {
      return value.decimalValue();
    }
    try {
      if (value.isTextual()) {
        return new BigDecimal(value.textValue());
      }
    } catch (NumberFormatException _) {
      // Falls to the failure below.
    }
    throw EvaluationFailure.runtime(
        "The %s field refers to value \"%s\" which is not a valid %s: %s"
            .formatted(field, value.isTextual() ? value.textValue() : value, kind, path.source()));
  }

  /** The field's name without its form. */
  private String name() {
    return field.endsWith("Path") ? field.substring(0, field.length() - 4) : field;
  }

  private EvaluationFailure failure(String cause) {
    return template instanceof Template.Computed
        ? EvaluationFailure.query(cause)
        : EvaluationFailure.runtime(cause);
  }
}
