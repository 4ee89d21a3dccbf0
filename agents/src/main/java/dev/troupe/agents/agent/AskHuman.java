package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Ask;
import dev.troupe.agents.tool.AskingTool;
import dev.troupe.agents.tool.ToolFailure;
import dev.troupe.agents.tool.ToolSpec;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.schema.JsonSchema;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The built-in tool {@code ask_human}: a question to people, answered by an approval. */
final class AskHuman implements AskingTool {
  static final String NAME = "ask_human";

  private static final int QUESTION_CHARACTERS_AT_MOST = 4000;
  private static final int FORM_CHARACTERS_AT_MOST = 32 * 1024;

  private static final JsonNode SCHEMA =
      Json.parse(
          """
          {
            "type": "object",
            "properties": {
              "question": {
                "type": "string", "minLength": 1, "maxLength": 4000, "pattern": "\\\\S",
                "description": "understandable on its own: people do not see this conversation"
              },
              "choices": {
                "type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 50,
                "uniqueItems": true,
                "description": "the answers to choose from, where there are only these"
              },
              "form": {
                "type": "object",
                "description": "a JSON Schema that the answer must fit; not together with choices"
              },
              "expiresInSeconds": {
                "type": "integer", "minimum": 1,
                "description": "how long to wait for an answer"
              }
            },
            "required": ["question"],
            "additionalProperties": false
          }
          """);

  private final int secondsAtMost;

  /**
   * @param within how long people have at most
   */
  AskHuman(Duration within) {
    this.secondsAtMost = (int) within.toSeconds();
  }

  @Override
  public ToolSpec spec() {
    return new ToolSpec(
        NAME,
        "Asks a person and waits for what they decide: approve or reject, with an answer and a comment. Ask only what nothing else can tell.",
        SCHEMA,
        ToolSpec.Effect.READS,
        false);
  }

  @Override
  public Ask ask(int call, int place, JsonNode input) {
    var wanted = input.path("expiresInSeconds");
    // An approval counts as Java does, and a schema does not.
    var question = input.path("question").asText();
    if (question.isBlank() || question.length() > QUESTION_CHARACTERS_AT_MOST) {
      throw new ToolFailure(
          "ask_human: the question has to have from 1 to %d characters"
              .formatted(QUESTION_CHARACTERS_AT_MOST));
    }
    return new Ask.OfPerson(
        call,
        place,
        question,
        form(input),
        wanted.canConvertToInt() && wanted.intValue() > 0
            ? Math.min(wanted.intValue(), secondsAtMost)
            : secondsAtMost);
  }

  private static @Nullable JsonNode form(JsonNode input) {
    if (input.has("choices") && input.has("form")) {
      throw new ToolFailure("ask_human: give choices or a form, not both");
    }
    if (input.has("choices")) {
      return Json.MAPPER.createObjectNode().set("enum", input.path("choices"));
    }
    return input.has("form") ? sound(input.path("form")) : null;
  }

  private static JsonNode sound(JsonNode form) {
    if (Json.write(form).length() > FORM_CHARACTERS_AT_MOST) {
      throw new ToolFailure(
          "ask_human: the form is longer than %d characters; ask for less"
              .formatted(FORM_CHARACTERS_AT_MOST));
    }
    JsonSchema.faultOfForm(form)
        .ifPresent(fault -> {
          throw new ToolFailure("ask_human: the form cannot be used: " + fault);
        });
    return form;
  }
}
