package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Ask;
import dev.troupe.agents.tool.AskingTool;
import dev.troupe.agents.tool.ToolSpec;
import dev.troupe.persistence.Json;
import java.util.List;

/** The built-in tool {@code call_agent}: another role does a part of the work. */
final class CallAgent implements AskingTool {
  static final String NAME = "call_agent";

  private static final int TASK_CHARACTERS_AT_MOST = 32 * 1024;

  private final List<String> roles;

  /**
   * @param roles that may be called
   */
  CallAgent(List<String> roles) {
    this.roles = roles;
  }

  @Override
  public ToolSpec spec() {
    return new ToolSpec(
        NAME,
        "Has another agent do a part of the work, and gives what it answers.",
        schema(),
        ToolSpec.Effect.READS,
        // What it has read may be from anybody.
        true);
  }

  private JsonNode schema() {
    var schema = Json.MAPPER.createObjectNode().put("type", "object");
    var properties = schema.putObject("properties");
    var role = properties.putObject("role").put("type", "string");
    role.put("description", "who shall do it");
    if (!roles.isEmpty()) {
      roles.forEach(role.putArray("enum")::add);
    }
    properties
        .putObject("task")
        .put("type", "string")
        .put("minLength", 1)
        .put("maxLength", TASK_CHARACTERS_AT_MOST)
        .put(
            "description",
            "what it is to do, understandable on its own: it does not see this conversation");
    schema.putArray("required").add("role").add("task");
    return schema.put("additionalProperties", false);
  }

  @Override
  public Ask ask(int call, int place, JsonNode input) {
    return new Ask.OfRole(call, place, input.path("role").asText(), input.path("task"));
  }
}
