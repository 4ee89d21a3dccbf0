package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What models write, as whole lines: where they end, or where they get too long. */
final class WrittenLines {
  private static final int CHARACTERS_AT_MOST = 100;

  private final Map<Integer, StringBuilder> open = new HashMap<>();

  /**
   * The lines that a piece completes.
   *
   * @param delta {@code {assignment, role, attempt, call, kind, at, text}}
   */
  List<String> wrote(JsonNode delta) {
    int assignment = delta.path("assignment").asInt();
    if (delta.path("at").asLong() == 0) {
      open.remove(assignment);
    }
    var text = open.computeIfAbsent(assignment, _ -> new StringBuilder());
    text.append(delta.path("text").asText());
    var lines = new ArrayList<String>();
    for (int end = end(text); end >= 0; end = end(text)) {
      lines.add(line(text.substring(0, end)));
      text.delete(
          0, end < text.length() && Character.isWhitespace(text.charAt(end)) ? end + 1 : end);
    }
    return lines;
  }

  /** Where the first line ends; -1 where it goes on. */
  private static int end(StringBuilder text) {
    int end = text.indexOf("\n");
    if (end >= 0 && end <= CHARACTERS_AT_MOST) {
      return end;
    }
    if (text.length() <= CHARACTERS_AT_MOST) {
      return -1;
    }
    int blank = text.lastIndexOf(" ", CHARACTERS_AT_MOST);
    return blank > 0 ? blank : CHARACTERS_AT_MOST;
  }

  private static String line(String text) {
    return Texts.oneLine(text, CHARACTERS_AT_MOST);
  }

  /** What was left of a step's text; empty where nothing was. */
  String rest(int assignment) {
    var text = open.remove(assignment);
    return text == null ? "" : line(text.toString());
  }
}
