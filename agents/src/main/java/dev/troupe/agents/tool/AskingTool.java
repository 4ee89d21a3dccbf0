package dev.troupe.agents.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Ask;

/**
 * A tool that no code here answers: others are asked, and the agent goes on once they have
 * answered.
 */
public interface AskingTool extends Tool {

  /**
   * @param call of the model, whose reply asks for the tool
   * @param place in that reply, from 1
   * @param input fits the tool's schema
   * @throws ToolFailure if that cannot be asked, with a text for the model
   */
  Ask ask(int call, int place, JsonNode input);

  @Override
  default JsonNode call(ToolCall call, JsonNode input) {
    throw new IllegalStateException(spec().name() + " is answered elsewhere");
  }
}
