package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** The last words of what models write, while they write it. */
final class Drafts {
  private static final int CHARACTERS_KEPT = 600;

  private final Map<Integer, Draft> drafts = new HashMap<>();

  private record Draft(int attempt, int call, StringBuilder words) {
    boolean isOf(JsonNode delta) {
      return attempt == delta.path("attempt").asInt() && call == delta.path("call").asInt();
    }
  }

  /**
   * @param delta {@code {assignment, role, attempt, call, kind, at, text}}
   */
  void wrote(JsonNode delta) {
    var known = drafts.get(delta.path("assignment").asInt());
    var draft =
        known == null || !known.isOf(delta) || delta.path("at").asLong() == 0
            ? begun(delta)
            : known;
    if (delta.path("kind").asText().equals("json")) {
      draft.words().setLength(0);
      long length = delta.path("at").asLong() + delta.path("text").asText().length();
      draft.words().append(Texts.count(length, "character")).append(" of JSON");
    } else {
      draft.words().append(delta.path("text").asText());
      draft.words().delete(0, Math.max(0, draft.words().length() - CHARACTERS_KEPT));
    }
  }

  private Draft begun(JsonNode delta) {
    var draft =
        new Draft(delta.path("attempt").asInt(), delta.path("call").asInt(), new StringBuilder());
    drafts.put(delta.path("assignment").asInt(), draft);
    return draft;
  }

  void forget(int assignment) {
    drafts.remove(assignment);
  }

  /** Of a step; empty where nothing is being written. */
  String line(int assignment, int width) {
    var draft = drafts.get(assignment);
    if (draft == null) {
      return "";
    }
    var line = Texts.oneLine(draft.words().toString(), CHARACTERS_KEPT);
    int length = line.codePointCount(0, line.length());
    return length <= width
        ? line
        : "…" + line.substring(line.offsetByCodePoints(0, length - Math.max(0, width - 1)));
  }
}
