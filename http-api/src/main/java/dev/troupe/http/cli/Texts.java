package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** Text for people: cut, counted, timed. */
final class Texts {
  private static final int CAUSE_AT_MOST = 2000;

  /** Spaces of all sorts, control characters, and what changes the direction of writing. */
  private static final Pattern STEERING =
      Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}\\s]+");

  private Texts() {}

  /** One line of at most so many characters; what a model wrote cannot move the cursor. */
  static String oneLine(String text, int width) {
    String line = STEERING.matcher(text).replaceAll(" ").strip();
    if (line.codePointCount(0, line.length()) <= width) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, Math.max(0, width - 1))).stripTrailing()
        + "…";
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }

  static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    String[] units = {"KiB", "MiB", "GiB", "TiB"};
    double value = bytes / 1024.0;
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }

  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** Why a task failed, in one line. */
  static String failure(JsonNode task) {
    JsonNode error = task.path("error");
    String why = error.path("type").asText() + ": " + error.path("cause").asText();
    return "the task failed: " + oneLine(why, CAUSE_AT_MOST);
  }
}
