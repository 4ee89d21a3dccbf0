package dev.troupe.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of query parameters, read or refused with a word on what is wanted. */
public final class Parameters {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)?");

  /** How a refusal begins; the command line puts its own words here. */
  public static final String SUBJECT = "The query parameter ";

  private Parameters() {}

  /**
   * Refuses a parameter that the path does not know: a misspelled filter must not filter nothing.
   */
  static void allow(Call call, String... names) {
    List<String> known = List.of(names);
    for (String name : call.queryNames()) {
      if (!known.contains(name)) {
        throw unknown(name, known);
      }
    }
  }

  private static ProblemException unknown(String name, List<String> known) {
    return new ProblemException(
        Problem.badRequest(
            "There is no query parameter '%s' here; %s."
                .formatted(
                    name,
                    known.isEmpty()
                        ? "this path takes none"
                        : "this path takes " + String.join(", ", known))));
  }

  static long number(Call call, String name, long fallback, long least, long most) {
    Optional<String> text = call.query(name);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      long value = Long.parseLong(text.get());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, with the range.
    }
    String range = most == Long.MAX_VALUE ? least + " or more" : least + " to " + most;
    throw refuse(name, text.get(), "a whole number, " + range);
  }

  /** {@code 60s}, {@code 500ms}, {@code 2m}; a bare number counts seconds. */
  static Optional<Duration> duration(Call call, String name) {
    return call.query(name).map(text -> duration(name, text));
  }

  private static Duration duration(String name, String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw refuse(name, text, "a duration such as 60s, 500ms or 2m");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case null, default -> Duration.ofSeconds(amount);
    };
  }

  /** False where it is left out. */
  static boolean flag(Call call, String name) {
    String text = call.query(name).orElse("false");
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw refuse(name, text, "true or false");
    };
  }

  static ProblemException refuse(String name, String value, String wanted) {
    return new ProblemException(
        Problem.badRequest(SUBJECT + name + " is '" + value + "'; it must be " + wanted + "."));
  }
}
