package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.workflow.jsonpath.JsonPath;
import java.util.Arrays;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What JSONPath's Choice rules ask of a value; a value of another type never fits. */
public sealed interface Comparison {

  boolean holds(JsonNode value, Scope scope);

  /** What a value is compared with. */
  sealed interface Operand {
    record Literal(JsonNode json) implements Operand {}

    record Found(JsonPath path) implements Operand {}

    default JsonNode in(Scope scope) {
      return switch (this) {
        case Literal(var json) -> json;
        case Found(var path) -> path.get(scope);
      };
    }
  }

  /** How two values of one type lie to each other. */
  enum Order {
    EQUALS("Equals"),
    LESS_THAN("LessThan"),
    LESS_THAN_EQUALS("LessThanEquals"),
    GREATER_THAN("GreaterThan"),
    GREATER_THAN_EQUALS("GreaterThanEquals");

    private final String suffix;

    Order(String suffix) {
      this.suffix = suffix;
    }

    static @Nullable Order named(String suffix) {
      return Arrays.stream(values())
          .filter(order -> order.suffix.equals(suffix))
          .findAny()
          .orElse(null);
    }

    boolean fits(int difference) {
      return switch (this) {
        case EQUALS -> difference == 0;
        case LESS_THAN -> difference < 0;
        case LESS_THAN_EQUALS -> difference <= 0;
        case GREATER_THAN -> difference > 0;
        case GREATER_THAN_EQUALS -> difference >= 0;
      };
    }
  }

  /** The types that have an order. */
  enum Ordered {
    STRING("String"),
    NUMERIC("Numeric"),
    TIMESTAMP("Timestamp");

    final String prefix;

    Ordered(String prefix) {
      this.prefix = prefix;
    }

    boolean isOfType(JsonNode value) {
      return switch (this) {
        case STRING -> value.isTextual();
        case NUMERIC -> value.isNumber();
        case TIMESTAMP -> Timestamps.parse(value) != null;
      };
    }

    OptionalInt compare(JsonNode value, JsonNode other) {
      if (!isOfType(value) || !isOfType(other)) {
        return OptionalInt.empty();
      }
      return OptionalInt.of(
          switch (this) {
            case STRING -> value.textValue().compareTo(other.textValue());
            case NUMERIC -> value.decimalValue().compareTo(other.decimalValue());
            case TIMESTAMP -> Timestamps.of(value).compareTo(Timestamps.of(other));
          });
    }
  }

  record InOrder(Ordered type, Order order, Operand operand) implements Comparison {
    @Override
    public boolean holds(JsonNode value, Scope scope) {
      var difference = type.compare(value, operand.in(scope));
      return difference.isPresent() && order.fits(difference.getAsInt());
    }
  }

  record SameBoolean(Operand operand) implements Comparison {
    @Override
    public boolean holds(JsonNode value, Scope scope) {
      return value.isBoolean() && value.equals(operand.in(scope));
    }
  }

  /** A string with {@code *} for any characters. */
  record Matches(Wildcards pattern) implements Comparison {
    @Override
    public boolean holds(JsonNode value, Scope scope) {
      return value.isTextual() && pattern.matches(value.textValue());
    }
  }

  /** Which type a value has. */
  enum Kind {
    NULL("IsNull"),
    NUMERIC("IsNumeric"),
    STRING("IsString"),
    BOOLEAN("IsBoolean"),
    TIMESTAMP("IsTimestamp");

    final String operator;

    Kind(String operator) {
      this.operator = operator;
    }

    boolean isOf(JsonNode value) {
      return switch (this) {
        case NULL -> value.isNull();
        case NUMERIC -> value.isNumber();
        case STRING -> value.isTextual();
        case BOOLEAN -> value.isBoolean();
        case TIMESTAMP -> Timestamps.parse(value) != null;
      };
    }
  }

  record OfKind(Kind kind, boolean expected) implements Comparison {
    @Override
    public boolean holds(JsonNode value, Scope scope) {
      return kind.isOf(value) == expected;
    }
  }
}
