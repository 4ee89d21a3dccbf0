package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Agents;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The default team's inputs and outputs, and people's, in a few words; other roles' as they are.
 */
final class StepWords {
  static final String PEOPLE = "people";
  static final String PLAN = "plan:run";
  static final String WORKFLOW = "workflow";
  private static final int WIDTH = 160;
  private static final int CAUSE_WIDTH = 500;

  private StepWords() {}

  static String role(JsonNode assigned) {
    if (assigned.path("role").asText().equals("human:approval")) {
      return PEOPLE;
    }
    if (assigned.path("role").isTextual()) {
      return assigned.path("role").asText();
    }
    return assigned.path("state").asText("agent").toLowerCase(Locale.ROOT);
  }

  private static boolean isCode(String role) {
    return role.startsWith(Agents.FUNCTION) || role.startsWith(Agents.TOOL);
  }

  static String task(String role, JsonNode input) {
    if (isCode(role)) {
      return "runs";
    }
    return switch (role) {
      case "planner" -> "splits the question";
      case "researcher" -> Texts.oneLine(input.path("question").asText("reads"), WIDTH);
      case "writer" -> {
        int comments = input.path("comments").size();
        yield comments == 0 ? "drafts" : "revises after " + Texts.count(comments, "comment");
      }
      case "reviewer" -> "checks the draft";
      case "workflow-planner" -> planning(input.path("faults").asText());
      case PLAN -> Texts.oneLine("runs it: " + states(input), WIDTH);
      case "router" -> "chooses who is next";
      case PEOPLE -> Texts.oneLine(input.path("question").asText("asks"), WIDTH);
      default -> "works";
    };
  }

  private static String planning(String faults) {
    return faults.isEmpty()
        ? "writes a workflow"
        : Texts.oneLine("mends its workflow: " + faults, CAUSE_WIDTH);
  }

  /** Of a workflow that came up in the task. */
  private static String states(JsonNode input) {
    var names = new ArrayList<String>();
    input.at("/Definition/States").fieldNames().forEachRemaining(names::add);
    return String.join(", ", names);
  }

  /** What people are asked, and how they answer. */
  static String question(JsonNode requested) {
    return "%s · answer by: troupe approve %s (or reject)"
        .formatted(
            Texts.oneLine(requested.path("question").asText(), WIDTH),
            Texts.oneLine(requested.path("approval").asText(), WIDTH));
  }

  static String summary(String role, JsonNode output) {
    if (isCode(role)) {
      return "done";
    }
    if (output.path("questions").isArray() && role.equals("planner")) {
      return Texts.count(output.path("questions").size(), "sub-question");
    }
    if (role.equals(PEOPLE)) {
      return "approved";
    }
    if (role.equals("router") && output.path("next").isTextual()) {
      return Texts.oneLine(
          output.path("next").asText() + ": " + output.path("why").asText(), WIDTH);
    }
    if (role.equals("workflow-planner") && output.path("workflow").isObject()) {
      return Texts.oneLine(
          Texts.count(output.at("/workflow/States").size(), "state")
              + ": "
              + output.path("why").asText(),
          WIDTH);
    }
    if (role.equals(PLAN) && output.path("task").isTextual()) {
      return output.path("outcome").asText("completed") + " · task " + output.path("task").asText();
    }
    if (output.path("claims").isArray()) {
      int claims = output.path("claims").size();
      int against = output.path("disagreements").size();
      String found = claims == 0 ? "found nothing" : Texts.count(claims, "claim");
      return against == 0 ? found : found + ", " + Texts.count(against, "disagreement");
    }
    if (output.path("approved").isBoolean()) {
      return output.path("approved").asBoolean() ? "approved" : "refused";
    }
    if (output.path("markdown").isTextual()) {
      return "draft: "
          + Texts.count(words(output.path("markdown").asText()), "word")
          + ", "
          + Texts.count(output.path("citations").size(), "citation");
    }
    return "done";
  }

  /** What a workflow decided without asking anybody: a choice refused, another way taken. */
  static String decision(JsonNode decision) {
    String what =
        decision.path("refused").isTextual()
            ? refusal(decision.path("refused").asText())
            : "goes on by " + decision.path("next").asText();
    return Texts.oneLine(what + ": " + decision.path("why").asText(), CAUSE_WIDTH);
  }

  /** An answer that could not be read named nobody. */
  private static String refusal(String chosen) {
    return chosen.isEmpty() ? "refuses the answer" : "refuses '" + chosen + "'";
  }

  /** People who refuse have not failed. */
  static String failure(String role, String error) {
    return isRefusal(role, error) ? "rejected" : "failed";
  }

  static String cause(String role, JsonNode failed) {
    String error = failed.path("error").asText();
    String cause = failed.path("cause").asText();
    return Texts.oneLine(isRefusal(role, error) ? cause : error + ": " + cause, CAUSE_WIDTH);
  }

  private static boolean isRefusal(String role, String error) {
    return role.equals(PEOPLE) && error.equals("Approval.Rejected");
  }

  /** A plan's sub-questions, or a reviewer's comments. */
  static List<String> remarks(JsonNode output) {
    var remarks = new ArrayList<String>();
    output
        .path("questions")
        .forEach(question -> remarks.add(Texts.oneLine(question.asText(), WIDTH)));
    output
        .path("comments")
        .forEach(comment -> {
          String text = comment.path("fault").asText() + ": " + comment.path("text").asText();
          remarks.add(Texts.oneLine(text, WIDTH));
        });
    return remarks;
  }

  private static int words(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }
}
