package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Role;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.persistence.Json;
import java.util.List;

/**
 * An assignment's input in words, for a language model to read. Pure.
 *
 * @param before the inputs of the agent's earlier assignments, which it can still see
 * @param untrusted whether the input may hold text from outside: then it stands between fences
 */
record UserText(Role.Kind kind, JsonNode input, List<JsonNode> before, boolean untrusted) {

  String with(List<Passage> passages) {
    return switch (kind) {
      case PLAIN -> data((input.isTextual() ? input.textValue() : Json.write(input)) + "\n");
      case PLANNER -> data("Goal: " + input.path("goal").asText() + "\n");
      case RESEARCHER -> data(question(input)) + "\n" + FencedPassages.of(passages);
      case WRITER -> isRevision(input, before) ? revision() : data(draft(input));
      case REVIEWER -> data(review(input));
      case WORKFLOW_PLANNER -> plan();
      case ROUTER ->
          data(StandingText.standing(input, before.isEmpty())) + StandingText.question(input);
    };
  }

  /**
   * @param text that ends its last line
   */
  private String data(String text) {
    return untrusted ? FencedText.ofInput(text.stripTrailing()) + "\n" : text;
  }

  private String plan() {
    if (!input.path("faults").asText().isEmpty()) {
      return "Your workflow cannot run. Mend all of this, each named with its place, and answer with"
          + " the whole workflow again:\n"
          + data(input.path("faults").asText() + "\n");
    }
    var text = new StringBuilder(data("Goal: " + input.path("goal").asText() + "\n"));
    text.append("\nResources that it may use, and no others:\n");
    input.path("resources").forEach(resource -> text.append("- " + resource.asText() + "\n"));
    return text.toString();
  }

  private static String question(JsonNode input) {
    return "Goal of the whole work: "
        + input.path("goal").asText()
        + "\nYour question: "
        + input.path("question").asText()
        + "\n";
  }

  /** Only the comments are new where the agent has seen the same research before. */
  private static boolean isRevision(JsonNode input, List<JsonNode> before) {
    return !before.isEmpty() && before.getLast().path("research").equals(input.path("research"));
  }

  private String revision() {
    return "Your draft was refused. The claims and their numbers are the same as before. Revise the"
        + " draft; the reviewer's comments:\n"
        + data(comments(input));
  }

  private static String draft(JsonNode input) {
    var comments = comments(input);
    return head(input)
        + (comments.isEmpty() ? "" : "\nThe reviewer's comments on an earlier draft:\n" + comments);
  }

  private static String review(JsonNode input) {
    var text = new StringBuilder(head(input));
    text.append("\nThe draft:\n\n").append(input.at("/draft/markdown").asText()).append("\n");
    text.append("\nIts citations:\n");
    for (var citation : input.at("/draft/citations")) {
      text.append("[%d] %s\n".formatted(citation.path("number").asInt(), quoted(citation)));
    }
    return text.toString();
  }

  private static String head(JsonNode input) {
    var text = new StringBuilder("Goal: ").append(input.path("goal").asText());
    text.append("\n\nSub-questions:\n");
    input.path("questions").forEach(question -> text.append("- " + question.asText() + "\n"));
    text.append("\nClaims of the researchers, all that is known:\n");
    int number = 0;
    for (var claim : Claims.of(input)) {
      number++;
      text.append(
          "[%d] %s\n    %s\n".formatted(number, claim.path("text").asText(), quoted(claim)));
    }
    return text + disagreements(input);
  }

  private static String quoted(JsonNode claim) {
    var heading = claim.path("heading").isTextual() ? ", " + claim.path("heading").asText() : "";
    return "“%s” (%s%s)"
        .formatted(claim.path("quote").asText(), claim.path("document").asText(), heading);
  }

  private static String disagreements(JsonNode input) {
    var text = new StringBuilder();
    int before = 0;
    for (var research : input.path("research")) {
      for (var disagreement : research.path("disagreements")) {
        text.append("- about %s: claims".formatted(disagreement.path("about").asText()));
        for (var claim : disagreement.path("claims")) {
          text.append(" [" + (before + claim.asInt() + 1) + "]");
        }
        text.append('\n');
      }
      before += research.path("claims").size();
    }
    return text.isEmpty() ? "" : "\nThe sources disagree; show it:\n" + text;
  }

  private static String comments(JsonNode input) {
    var text = new StringBuilder();
    for (var comment : input.path("comments")) {
      text.append(
          "- %s: %s (%s)\n"
              .formatted(
                  comment.path("fault").asText(),
                  comment.path("text").asText(),
                  comment.path("where").asText()));
    }
    return text.toString();
  }
}
