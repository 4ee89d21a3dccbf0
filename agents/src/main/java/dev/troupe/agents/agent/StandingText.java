package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;

/**
 * How a team's work stands, in words for the one who says who works next: what came last as a
 * whole, the rest in figures, since the router remembers what it was shown before. Pure.
 */
final class StandingText {
  private StandingText() {}

  /**
   * @param isFirst the goal and the roles are said once
   */
  static String of(JsonNode input, boolean isFirst) {
    return standing(input, isFirst) + question(input);
  }

  /** All that others may have had a part in. */
  static String standing(JsonNode input, boolean isFirst) {
    var text = new StringBuilder();
    if (isFirst) {
      text.append("Goal: ").append(input.path("goal").asText()).append("\n\n").append(roles(input));
    }
    text.append(news(input.path("news")));
    text.append(questions(input.path("questions")));
    text.append(draft(input.path("draft")));
    return text.toString();
  }

  static String question(JsonNode input) {
    return "\nTurn %d of %d: who works next, and why?\n"
        .formatted(input.path("turn").asInt(), input.path("turnsAtMost").asInt());
  }

  private static String roles(JsonNode input) {
    var text = new StringBuilder("Whom you may choose:\n");
    for (var role : input.path("roles")) {
      text.append("- %s: %s\n".formatted(role.path("name").asText(), role.path("does").asText()));
    }
    return text.append("- done: the work is finished, the draft goes out as it is.\n\n").toString();
  }

  private static String news(JsonNode news) {
    if (news.path("refused").isTextual()) {
      return "Your choice was refused. " + news.path("refused").asText() + "\n\n";
    }
    if (!news.path("role").isTextual()) {
      return "Nothing is done yet.\n\n";
    }
    return "What the %s has brought:\n%s\n"
        .formatted(news.path("role").asText(), brought(news.path("brought")));
  }

  private static String brought(JsonNode brought) {
    if (brought.isTextual()) {
      return brought.asText() + "\n";
    }
    if (!brought.isArray()) {
      return Json.write(brought) + "\n";
    }
    var text = new StringBuilder();
    for (var part : brought) {
      text.append(part.isTextual() ? "- " + part.asText() : finding(part)).append('\n');
    }
    return text.isEmpty() ? "nothing\n" : text.toString();
  }

  private static String finding(JsonNode part) {
    if (!part.path("question").isTextual()) {
      return "- " + Json.write(part);
    }
    var text = new StringBuilder(part.path("question").asText());
    part.path("claims").forEach(claim -> text.append("\n- ").append(claim.asText()));
    return part.path("claims").isEmpty() ? text + "\n- (nothing found)" : text.toString();
  }

  private static String questions(JsonNode questions) {
    if (questions.isEmpty()) {
      return "Sub-questions: none yet.\n";
    }
    var text = new StringBuilder("Sub-questions:\n");
    for (var question : questions) {
      var claims = question.path("claims");
      text.append(
          "- %s (%s)\n"
              .formatted(
                  question.path("question").asText(),
                  claims.isNumber() ? claims.asInt() + " claims" : "not researched"));
    }
    return text.toString();
  }

  private static String draft(JsonNode draft) {
    if (!draft.isObject()) {
      return "Draft: none yet.\n";
    }
    if (draft.path("outcome").asText().equals("no-answer")) {
      return "Draft: it says that the documents hold no answer.\n";
    }
    return "Draft: %d citations, %s.\n".formatted(draft.path("citations").asInt(), review(draft));
  }

  private static String review(JsonNode draft) {
    if (!draft.path("reviewed").asBoolean()) {
      return "not reviewed yet";
    }
    return draft.path("approved").asBoolean()
        ? "approved by the reviewer"
        : "refused by the reviewer with %d comments; reviews so far: %d"
            .formatted(draft.path("comments").asInt(), draft.path("reviews").asInt());
  }
}
