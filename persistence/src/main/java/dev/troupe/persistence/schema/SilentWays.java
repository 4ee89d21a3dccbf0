package dev.troupe.persistence.schema;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * In how many ways an expression can match nothing, which bounds what a search does between two
 * characters that it reads.
 */
final class SilentWays {
  private static final int WAYS_AT_MOST = 10_000;
  private static final int LENGTH_AT_MOST = 1_000;
  private static final int SHOWN_AT_MOST = 80;
  private static final String[] GROUPS = {"?:", "?=", "?!", "?>", "?<=", "?<!"};

  private final String text;
  private int at;

  private static final class Uncounted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Uncounted() {
      super("too many, or not told", null, false, false);
    }
  }

  private SilentWays(String text) {
    this.text = text;
  }

  /** Empty where there are too many, and where it is written as no schema should. */
  static OptionalInt count(String expression) {
    if (expression.length() > LENGTH_AT_MOST) {
      return OptionalInt.empty();
    }
    try {
      var counted = new SilentWays(expression);
      var ways = counted.alternatives();
      return counted.at < expression.length() ? OptionalInt.empty() : OptionalInt.of(ways);
    } catch (Uncounted many) {
      return OptionalInt.empty();
    }
  }

  /** Why an expression should not be in a schema that others wrote. */
  static Optional<String> fault(String expression) {
    try {
      Pattern.compile(expression);
    } catch (PatternSyntaxException broken) {
      return Optional.of(
          "its pattern '%s' is no regular expression: %s"
              .formatted(shown(expression), broken.getDescription()));
    } catch (StackOverflowError deep) {
      return Optional.of("its pattern '%s' is nested too deep".formatted(shown(expression)));
    }
    return count(expression).isPresent()
        ? Optional.empty()
        : Optional.of(
            "its pattern '%s' could take too long, or is not plain enough to tell; write a simpler one"
                .formatted(shown(expression)));
  }

  static String shown(String text) {
    return text.length() <= SHOWN_AT_MOST ? text : text.substring(0, SHOWN_AT_MOST) + "...";
  }

  private int alternatives() {
    var ways = (long) sequence();
    while (isNext('|')) {
      at++;
      ways = bounded(ways + sequence());
    }
    return (int) ways;
  }

  private int sequence() {
    var ways = 1L;
    while (at < text.length() && !isNext('|') && !isNext(')')) {
      ways = bounded(ways * item());
    }
    return (int) ways;
  }

  private int item() {
    var first = text.charAt(at++);
    return switch (first) {
      case '(' -> repeated(group());
      case '[' -> {
        skipClass();
        yield repeatedCharacter();
      }
      case '\\' -> escaped();
      case '^', '$' -> repeated(1);
      default -> repeatedCharacter();
    };
  }

  private int group() {
    if (isNext('?')) {
      skipKind();
    }
    var ways = alternatives();
    if (!isNext(')')) {
      throw new Uncounted();
    }
    at++;
    return ways;
  }

  private void skipKind() {
    for (var kind : GROUPS) {
      if (text.startsWith(kind, at)) {
        at += kind.length();
        return;
      }
    }
    if (!text.startsWith("?<", at)) {
      // What is set here could change what the rest means.
      throw new Uncounted();
    }
    skipTo('>');
  }

  private int escaped() {
    var name = next();
    if (name == 'Q' || name == 'E') {
      throw new Uncounted();
    }
    if (isNext('{') && "pPuxN".indexOf(name) >= 0) {
      skipTo('}');
    } else if (isNext('<') && name == 'k') {
      skipTo('>');
    }
    return Character.isDigit(name) || "bBkAzZG".indexOf(name) >= 0
        ? repeated(1)
        : repeatedCharacter();
  }

  private void skipClass() {
    var depth = 1;
    while (depth > 0) {
      var character = next();
      if (character == '\\') {
        if (next() == 'Q') {
          throw new Uncounted();
        }
      } else if (character == '[') {
        depth++;
      } else if (character == ']') {
        depth--;
      }
    }
  }

  /** What reads a character each time, or fails. */
  private int repeatedCharacter() {
    repetitions();
    return 1;
  }

  private int repeated(int ways) {
    var times = repetitions();
    if (times < 0) {
      return ways;
    }
    var all = 1L;
    for (var time = 0; time < Math.max(1, times) && ways > 1; time++) {
      all = bounded(all * ways);
    }
    return bounded(all + times + 1);
  }

  /** How often at least; below 0 where it is not repeated. */
  private int repetitions() {
    var times =
        switch (at < text.length() ? text.charAt(at) : ' ') {
          case '*', '?' -> 0;
          case '+' -> 1;
          case '{' -> atLeast();
          default -> -1;
        };
    if (times >= 0) {
      at++;
      if (isNext('?') || isNext('+')) {
        at++;
      }
    }
    return times;
  }

  /** Ends on the bracket. */
  private int atLeast() {
    var number = 0L;
    at++;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      number = Math.min(Integer.MAX_VALUE, 10 * number + Character.digit(text.charAt(at++), 10));
    }
    skipTo('}');
    at--;
    return (int) number;
  }

  private void skipTo(char end) {
    var found = text.indexOf(end, at);
    if (found < 0) {
      throw new Uncounted();
    }
    at = found + 1;
  }

  private char next() {
    if (at >= text.length()) {
      throw new Uncounted();
    }
    return text.charAt(at++);
  }

  private boolean isNext(char character) {
    return at < text.length() && text.charAt(at) == character;
  }

  private static int bounded(long ways) {
    if (ways > WAYS_AT_MOST) {
      throw new Uncounted();
    }
    return (int) ways;
  }
}
