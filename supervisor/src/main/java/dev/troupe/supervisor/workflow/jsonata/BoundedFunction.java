package dev.troupe.supervisor.workflow.jsonata;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata.JFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One of JSONata's own functions that a single call could keep busy for ever, or make fill the
 * memory: what it would come to is reckoned before it is called.
 */
final class BoundedFunction extends JFunction {
  /** By name: the library's signature. */
  private static final Map<String, String> SIGNATURES =
      Map.of(
          "pad", "<s-ns?:s>",
          "join", "<a<s>s?:s>",
          "string", "<x-b?:s>",
          "clone", "<(oa)-:o>",
          "match", "<s-f<s:o>n?:a<o>>",
          "contains", "<s-(sf):b>",
          "split", "<s-(sf)n?:a<s>>",
          "replace", "<s-(sf)(sf)n?:s>");

  private final String name;
  private final Bounds bounds;

  private BoundedFunction(String name, String signature, Bounds bounds) {
    var inLibrary = name.equals("clone") ? "functionClone" : name;
    super(name, signature, Functions.class, null, inLibrary);
    this.name = name;
    this.bounds = bounds;
  }

  static Set<String> names() {
    return SIGNATURES.keySet();
  }

  static @Nullable BoundedFunction of(String name, Bounds bounds) {
    var signature = SIGNATURES.get(name);
    return signature == null ? null : new BoundedFunction(name, signature, bounds);
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"}) // As the library declares it.
  public @Nullable Object call(@Nullable Object input, List arguments) {
    var given = (List<@Nullable Object>) arguments;
    admit(given);
    if (name.equals("pad")) {
      return padded(given);
    }
    if (name.equals("replace") && at(given, 2) != null && !(at(given, 2) instanceof String)) {
      return replacedByFunction(input, given);
    }
    return super.call(input, given);
  }

  private void admit(List<@Nullable Object> arguments) {
    switch (name) {
      case "pad" -> Bounds.checkCharacters(Math.abs(number(at(arguments, 1))));
      case "join" -> Bounds.checkCharacters(joined(arguments));
      case "clone" -> Bounds.checkText(at(arguments, 0), 0);
      case "string" ->
          Bounds.checkText(at(arguments, 0), Boolean.TRUE.equals(at(arguments, 1)) ? 2 : 0);
      case "contains" -> find(arguments, false);
      case "match", "split" -> find(arguments, true);
      case "replace" -> admitReplacement(arguments);
      default -> throw new IllegalStateException(name);
    }
  }

  /** The library's own takes a time that grows with the square of the width. */
  private static @Nullable String padded(List<@Nullable Object> arguments) {
    if (!(at(arguments, 0) instanceof String text)) {
      return null;
    }
    var width = number(at(arguments, 1));
    var with = text(at(arguments, 2)).codePoints().toArray();
    var missing = (int) Math.abs(width) - text.codePointCount(0, text.length());
    var padding = new StringBuilder();
    for (var index = 0; index < missing; index++) {
      padding.appendCodePoint(with.length == 0 ? ' ' : with[index % with.length]);
    }
    return width < 0 ? padding + text : text + padding;
  }

  private static long joined(List<@Nullable Object> arguments) {
    var texts = at(arguments, 0) instanceof List<?> list ? list : List.of();
    var between = at(arguments, 1) instanceof String text ? text.length() : 0;
    return Bounds.checkText(texts, 0) + (long) texts.size() * between;
  }

  private void admitReplacement(List<@Nullable Object> arguments) {
    if (at(arguments, 2) instanceof Pattern) {
      throw new JException("$replace: the replacement must be a text or a function", -1);
    }
    var found = find(arguments, true);
    var text = text(at(arguments, 0));
    if (at(arguments, 2) instanceof String replacement) {
      var groups = replacement.chars().filter(character -> character == '$').count();
      Bounds.checkCharacters(text.length() + found * replacement.length() + groups * text.length());
    }
  }

  /** What its texts come to together is known only when it was called for all of them. */
  private @Nullable Object replacedByFunction(
      @Nullable Object input, List<@Nullable Object> arguments) {
    var counted = new Counted(Objects.requireNonNull(at(arguments, 2)));
    List<@Nullable Object> counting = new ArrayList<>(arguments);
    counting.set(2, counted.function());
    var replaced = super.call(input, counting);
    Bounds.checkCharacters(counted.characters);
    return replaced;
  }

  /** How often a pattern is found, or at least that it can be told in time. */
  private long find(List<@Nullable Object> arguments, boolean all) {
    var text = text(at(arguments, 0));
    return switch (at(arguments, 1)) {
      case Pattern pattern -> {
        var matcher = pattern.matcher(new Watched(text, bounds));
        yield all ? count(matcher) : matcher.find() ? 1 : 0;
      }
      // Not more often than this: a library's fault of an empty pattern comes later.
      case String pattern -> text.length() / Math.max(1, pattern.length());
      case null, default -> 0;
    };
  }

  private static long count(Matcher matcher) {
    var found = 0L;
    while (matcher.find()) {
      found++;
    }
    return found;
  }

  private static @Nullable Object at(List<@Nullable Object> arguments, int index) {
    return index < arguments.size() ? arguments.get(index) : null;
  }

  private static String text(@Nullable Object argument) {
    return argument instanceof String text ? text : "";
  }

  private static long number(@Nullable Object argument) {
    return argument instanceof Number number ? number.longValue() : 0;
  }

  /** A function whose texts are put together. */
  private static final class Counted {
    private final Object function;
    private long characters;

    Counted(Object function) {
      this.function = function;
    }

    @SuppressWarnings("NullAway") // The library's signature may be absent.
    JFunction function() {
      return new JFunction((_, arguments) -> counted(arguments), (String) null);
    }

    private @Nullable Object counted(List<?> arguments) throws Throwable {
      var result = Functions.funcApply(function, arguments);
      if (result instanceof String text) {
        characters += text.length();
        // The library would print what is thrown here.
        return characters > Bounds.CHARACTERS_AT_MOST ? "" : text;
      }
      return result;
    }
  }

  /** A text that a pattern cannot wander about in for ever. */
  private static final class Watched implements CharSequence {
    private static final int CHECKED_EVERY = 0xFFF;

    private final CharSequence text;
    private final Bounds bounds;
    private int looks;

    Watched(CharSequence text, Bounds bounds) {
      this.text = text;
      this.bounds = bounds;
    }

    @Override
    public char charAt(int index) {
      if ((++looks & CHECKED_EVERY) == 0) {
        bounds.checkTime();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
