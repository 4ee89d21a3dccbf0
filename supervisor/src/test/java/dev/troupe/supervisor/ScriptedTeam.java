package dev.troupe.supervisor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import java.util.concurrent.atomic.AtomicInteger;

/** The team of workflow {@code report}, in the shapes that its roles exchange. */
public final class ScriptedTeam {
  private ScriptedTeam() {}

  public static ScriptedAgents approving() {
    return refusing(0);
  }

  /** A reviewer that refuses so many drafts, then approves. */
  public static ScriptedAgents refusing(int refusals) {
    var reviews = new AtomicInteger();
    return new ScriptedAgents()
        .returning("planner", _ -> json("{'questions':['How?','How much?']}"))
        .returning("researcher", ScriptedTeam::research)
        .returning("writer", ScriptedTeam::draft)
        .returning("reviewer", _ -> review(reviews.incrementAndGet() > refusals));
  }

  public static JsonNode research(JsonNode input) {
    return json(
        """
        {'question':'%s','answered':true,'disagreements':[],
         'claims':[{'text':'It is so, as %s says.','quote':'It is so.','passage':'p1',
                    'document':'a.md','heading':null}]}
        """
            .formatted(
                input.path("question").asText(),
                input.path("question").asText() + "a".repeat(300)));
  }

  public static JsonNode draft(JsonNode input) {
    return json(
        """
        {'markdown':'Draft after %d comments [1]','outcome':'answered',
         'citations':[{'number':1,'document':'a.md','heading':null,'quote':'It is so.','passage':'p1'}]}
        """
            .formatted(input.path("comments").size()));
  }

  public static JsonNode review(boolean approved) {
    return json(
        approved
            ? "{'approved':true,'comments':[]}"
            : "{'approved':false,'comments':[{'fault':'repetition','text':'Twice.','where':'1'}]}");
  }

  public static JsonNode json(String withSingleQuotes) {
    return Json.parse(withSingleQuotes.replace('\'', '"'));
  }
}
