package dev.troupe.agents.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.tool.Tool;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.ToolFailure;
import dev.troupe.agents.tool.ToolSpec;
import dev.troupe.persistence.Json;

/**
 * Stands for a tool that the configuration names, of a server that could not be asked for it when
 * the node started: a role that lists it works, without it.
 */
record UnreachedTool(String server, String tool) implements Tool {

  @Override
  public ToolSpec spec() {
    return new ToolSpec(
        McpTool.name(server, tool),
        "Not available now.",
        Json.parse("{\"type\": \"object\"}"),
        ToolSpec.Effect.READS,
        true);
  }

  @Override
  public JsonNode call(ToolCall call, JsonNode input) {
    throw new ToolFailure(
        "The MCP server %s was not there when this node started; work without it"
            .formatted(server));
  }
}
