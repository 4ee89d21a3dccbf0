package dev.troupe.agents.model.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.persistence.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A workflow made by rule: the goal's sub-questions are researched beside each other, one draft is
 * written from all findings and reviewed once.
 */
final class PlanMaker {
  private static final String TEMPLATE = "/offline/plan.asl.json";

  private PlanMaker() {}

  /** As the role's schema has it. */
  static String plan(String goal) {
    var questions = QuestionSplitter.split(goal);
    var definition = template();
    ((ObjectNode) definition)
        .put(
            "Comment",
            "Made by rule: %d sub-questions, one draft, one review.".formatted(questions.size()));
    // In an expression of its own: a question that looks like one is still a text.
    ((ObjectNode) definition.at("/States/Plan/Assign")).put("questions", expression(questions));
    ObjectNode answer = Json.MAPPER.createObjectNode();
    answer.put("why", "By rule, without a model: every sub-question is researched on its own.");
    answer.set("workflow", definition);
    return Json.write(answer);
  }

  private static String expression(List<String> questions) {
    return "{% " + Json.write(questions) + " %}";
  }

  private static JsonNode template() {
    try (var file = PlanMaker.class.getResourceAsStream(TEMPLATE)) {
      if (file == null) {
        throw new IllegalStateException(TEMPLATE + " is missing from this build");
      }
      return Json.MAPPER.readTree(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
