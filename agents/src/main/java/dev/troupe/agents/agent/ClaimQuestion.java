package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Ask;
import dev.troupe.agents.tool.AskingTool;
import dev.troupe.agents.tool.ToolSpec;
import dev.troupe.persistence.Json;

/**
 * The built-in tool {@code claim_question}: the task's supervisor decides, and the answer says who
 * works on the question, {@code {granted, by}}.
 */
final class ClaimQuestion implements AskingTool {
  static final String NAME = "claim_question";
  static final String QUESTION = "question";
  static final String GRANTED = "granted";

  private static final JsonNode SCHEMA =
      Json.parse(
          """
          {
            "type": "object",
            "properties": {
              "question": {
                "type": "string", "minLength": 1, "maxLength": 300, "pattern": "\\\\S",
                "description": "in the words in which it was put"
              }
            },
            "required": ["question"],
            "additionalProperties": false
          }
          """);

  @Override
  public ToolSpec spec() {
    return new ToolSpec(
        NAME,
        "Says that you will work on a question, so that nobody else does. If somebody else already does, you are told who: leave it to them.",
        SCHEMA,
        ToolSpec.Effect.READS,
        false);
  }

  @Override
  public Ask ask(int call, int place, JsonNode input) {
    return new Ask.OfQuestion(call, place, input.path(QUESTION).asText().strip());
  }
}
