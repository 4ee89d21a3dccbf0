package dev.troupe.supervisor.workflow.jsonata;

import static java.util.Map.entry;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata.Frame;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.dashjoin.jsonata.Utils;
import com.dashjoin.jsonata.utils.DateTimeUtils;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.troupe.supervisor.workflow.Moment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The functions that the service adds to JSONata, JSONata's own that would look at a clock or a
 * die, answered from the decision's moment, and those that need a bound.
 */
final class Functions {
  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final Set<String> ALGORITHMS =
      Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");

  /** What a loop without end would otherwise fill the memory with. */
  private static final int RANGE_AT_MOST = 100_000;

  /** What a function makes of its arguments; null is JSONata's "nothing". */
  private interface Body {
    @Nullable Object call(Moment moment, List<?> arguments);
  }

  private static final Map<String, Body> BY_NAME =
      Map.ofEntries(
          entry("now", (moment, arguments) -> now(moment, arguments)),
          entry("millis", (moment, _) -> moment.now().toEpochMilli()),
          entry("random", (moment, arguments) -> random(moment, arguments)),
          entry("uuid", (moment, _) -> moment.uuid()),
          entry("partition", (_, arguments) -> partition(arguments)),
          entry("range", (_, arguments) -> range(arguments)),
          entry("hash", (_, arguments) -> hash(arguments)),
          entry("parse", (_, arguments) -> parse(arguments)),
          // Under another name they would pass the compiler.
          entry("eval", (_, _) -> unsupported("eval")),
          entry("shuffle", (_, _) -> unsupported("shuffle")));

  private Functions() {}

  /** Those of the names that {@link #bind} has to bind. */
  static Set<String> among(Set<String> names) {
    return Set.copyOf(
        names.stream()
            .filter(name -> BY_NAME.containsKey(name) || BoundedFunction.names().contains(name))
            .toList());
  }

  @SuppressWarnings("NullAway") // The library's signature may be absent.
  static void bind(Frame frame, String name, Moment moment, Bounds bounds) {
    var body = BY_NAME.get(name);
    if (body == null) {
      frame.bind(name, BoundedFunction.of(name, bounds));
    } else {
      frame.bind(
          name, new JFunction((_, arguments) -> body.call(moment, arguments), (String) null));
    }
  }

  private static Object unsupported(String function) {
    throw misuse(function, "this function is not supported");
  }

  private static String now(Moment moment, List<?> arguments) {
    return DateTimeUtils.formatDateTime(
        moment.now().toEpochMilli(), text(arguments, 0), text(arguments, 1));
  }

  private static double random(Moment moment, List<?> arguments) {
    return argument(arguments, 0) instanceof Number seed
        ? new Moment(moment.now(), seed.longValue()).random()
        : moment.random();
  }

  private static @Nullable Object partition(List<?> arguments) {
    if (!(argument(arguments, 0) instanceof List<?> array)) {
      return null;
    }
    var size = number(arguments, 1, "partition");
    if (size < 1) {
      throw misuse("partition", "the size of a part must be at least 1");
    }
    List<Object> parts = new ArrayList<>();
    for (var from = 0; from < array.size(); from += (int) Math.min(size, array.size())) {
      var to = Math.min(from + size, array.size());
      parts.add(new ArrayList<>(array.subList(from, (int) to)));
    }
    return parts;
  }

  /** A sequence, as JSONata's own range is: one of a single number is that number. */
  private static Object range(List<?> arguments) {
    var first = number(arguments, 0, "range");
    var last = number(arguments, 1, "range");
    var step = arguments.size() < 3 ? 1 : number(arguments, 2, "range");
    if (step == 0) {
      throw misuse("range", "the step must not be 0");
    }
    var range = Utils.createSequence();
    for (var number = first; step > 0 ? number <= last : number >= last; number += step) {
      if (range.size() == RANGE_AT_MOST) {
        throw misuse("range", "a range has at most %d numbers".formatted(RANGE_AT_MOST));
      }
      range.add(number);
    }
    return range;
  }

  private static @Nullable Object hash(List<?> arguments) {
    var data = text(arguments, 0);
    var named = text(arguments, 1);
    var algorithm = named == null ? "SHA-256" : named;
    if (data == null) {
      return null;
    }
    if (!ALGORITHMS.contains(algorithm)) {
      throw misuse("hash", "the algorithms are MD5, SHA-1, SHA-256, SHA-384, SHA-512");
    }
    try {
      var digest = MessageDigest.getInstance(algorithm);
      return HexFormat.of().formatHex(digest.digest(data.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException(algorithm, absent);
    }
  }

  private static @Nullable Object parse(List<?> arguments) {
    var json = text(arguments, 0);
    if (json == null) {
      return null;
    }
    try {
      return JsonViews.bindable(STRICT.readTree(json));
    } catch (JsonProcessingException broken) {
      throw misuse("parse", "the argument is not JSON");
    }
  }

  private static @Nullable Object argument(List<?> arguments, int index) {
    return index < arguments.size() ? arguments.get(index) : null;
  }

  private static @Nullable String text(List<?> arguments, int index) {
    return argument(arguments, index) instanceof String text ? text : null;
  }

  private static long number(List<?> arguments, int index, String function) {
    if (argument(arguments, index) instanceof Number number) {
      return Math.round(number.doubleValue());
    }
    throw misuse(function, "argument %d must be a number".formatted(index + 1));
  }

  private static JException misuse(String function, String what) {
    return new JException("$%s: %s".formatted(function, what), -1);
  }
}
