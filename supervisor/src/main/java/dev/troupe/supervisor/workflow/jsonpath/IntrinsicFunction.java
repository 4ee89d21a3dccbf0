package dev.troupe.supervisor.workflow.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.troupe.supervisor.workflow.Moment;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The language's eighteen functions. */
enum IntrinsicFunction {
  FORMAT("States.Format", 1, Integer.MAX_VALUE),
  STRING_TO_JSON("States.StringToJson", 1, 1),
  JSON_TO_STRING("States.JsonToString", 1, 1),
  ARRAY("States.Array", 0, Integer.MAX_VALUE),
  ARRAY_PARTITION("States.ArrayPartition", 2, 2),
  ARRAY_CONTAINS("States.ArrayContains", 2, 2),
  ARRAY_RANGE("States.ArrayRange", 3, 3),
  ARRAY_GET_ITEM("States.ArrayGetItem", 2, 2),
  ARRAY_LENGTH("States.ArrayLength", 1, 1),
  ARRAY_UNIQUE("States.ArrayUnique", 1, 1),
  BASE64_ENCODE("States.Base64Encode", 1, 1),
  BASE64_DECODE("States.Base64Decode", 1, 1),
  HASH("States.Hash", 2, 2),
  JSON_MERGE("States.JsonMerge", 3, 3),
  MATH_RANDOM("States.MathRandom", 2, 3),
  MATH_ADD("States.MathAdd", 2, 2),
  STRING_SPLIT("States.StringSplit", 2, 2),
  UUID("States.UUID", 0, 0);

  private final String functionName;
  private final int atLeast;
  private final int atMost;

  IntrinsicFunction(String functionName, int atLeast, int atMost) {
    this.functionName = functionName;
    this.atLeast = atLeast;
    this.atMost = atMost;
  }

  static @Nullable IntrinsicFunction named(String name) {
    return Arrays.stream(values())
        .filter(function -> function.functionName.equals(name))
        .findAny()
        .orElse(null);
  }

  static List<String> names() {
    return Arrays.stream(values()).map(IntrinsicFunction::functionName).sorted().toList();
  }

  String functionName() {
    return functionName;
  }

  boolean takes(int arguments) {
    return arguments >= atLeast && arguments <= atMost;
  }

  /** How many arguments it takes, in words. */
  String arity() {
    if (atMost == Integer.MAX_VALUE) {
      return "%d arguments or more".formatted(atLeast);
    }
    return atLeast == atMost
        ? "%d arguments".formatted(atLeast)
        : "%d or %d arguments".formatted(atLeast, atMost);
  }

  /**
   * @throws IllegalArgumentException saying which argument is wrong
   */
  JsonNode call(List<JsonNode> values, Moment moment) {
    return switch (this) {
      case FORMAT -> Texts.format(values);
      case STRING_TO_JSON -> Texts.parse(values);
      case JSON_TO_STRING -> TextNode.valueOf(values.getFirst().toString());
      case ARRAY -> Lists.of(values);
      case ARRAY_PARTITION -> Lists.partition(values);
      case ARRAY_CONTAINS -> Lists.contains(values);
      case ARRAY_RANGE -> Lists.range(values);
      case ARRAY_GET_ITEM -> Lists.item(values);
      case ARRAY_LENGTH -> IntNode.valueOf(Parameters.array(values, 0).size());
      case ARRAY_UNIQUE -> Lists.unique(values);
      case BASE64_ENCODE -> Texts.encode(values);
      case BASE64_DECODE -> Texts.decode(values);
      case HASH -> Texts.hash(values);
      case JSON_MERGE -> Texts.merge(values);
      case MATH_RANDOM -> random(values, moment);
      case MATH_ADD -> add(values);
      case STRING_SPLIT -> Texts.split(values);
      case UUID -> TextNode.valueOf(moment.uuid());
    };
  }

  private static JsonNode random(List<JsonNode> values, Moment moment) {
    var from = Parameters.whole(values, 0);
    var to = Parameters.whole(values, 1);
    if (from >= to) {
      throw new IllegalArgumentException(
          "the start, %d, must be below the end, %d".formatted(from, to));
    }
    if (values.size() < 3) {
      return whole(moment.random(from, to));
    }
    return whole(new Moment(moment.now(), Parameters.whole(values, 2)).random(from, to));
  }

  private static JsonNode add(List<JsonNode> values) {
    return whole(Math.addExact(Parameters.whole(values, 0), Parameters.whole(values, 1)));
  }

  static JsonNode whole(long number) {
    return number == (int) number ? IntNode.valueOf((int) number) : LongNode.valueOf(number);
  }
}
