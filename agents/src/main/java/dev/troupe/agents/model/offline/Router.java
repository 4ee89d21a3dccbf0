package dev.troupe.agents.model.offline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Who works next, by a fixed rule: plan, research until every sub-question has been looked into,
 * write, review, write again on comments; done when the draft is approved, says that there is no
 * answer, or was reviewed three times.
 */
final class Router {
  private static final int REVIEWS_AT_MOST = 3;
  private static final String DONE = "done";

  /** As the role's schema has it. */
  record Choice(String next, String why) {}

  private Router() {}

  static Choice decide(JsonNode input) {
    var questions = input.path("questions");
    if (questions.isEmpty()) {
      return new Choice("planner", "There are no sub-questions yet.");
    }
    var open = unresearched(questions);
    if (!open.isEmpty()) {
      return new Choice(
          "researcher",
          "%d of %d sub-questions have not been looked into."
              .formatted(open.size(), questions.size()));
    }
    return input.path("draft").isObject()
        ? onDraft(input.path("draft"))
        : new Choice("writer", "Every sub-question has been looked into, and nothing is written.");
  }

  private static List<String> unresearched(JsonNode questions) {
    var open = new ArrayList<String>();
    for (var question : questions) {
      if (!question.path("claims").isNumber()) open.add(Shapes.text(question, "question"));
    }
    return open;
  }

  private static Choice onDraft(JsonNode draft) {
    if (Shapes.text(draft, "outcome").equals("no-answer")) {
      return new Choice(DONE, "The documents hold no answer, and the draft says so.");
    }
    if (!draft.path("reviewed").asBoolean()) {
      return new Choice("reviewer", "Nobody has checked this draft.");
    }
    if (draft.path("approved").asBoolean()) {
      return new Choice(DONE, "The reviewer approved the draft.");
    }
    var reviews = draft.path("reviews").asInt();
    return reviews < REVIEWS_AT_MOST
        ? new Choice("writer", "The reviewer has comments on the draft.")
        : new Choice(DONE, "The draft was refused %d times.".formatted(reviews));
  }
}
