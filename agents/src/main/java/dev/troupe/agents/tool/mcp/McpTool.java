package dev.troupe.agents.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.knowledge.ContentHash;
import dev.troupe.agents.tool.Tool;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.ToolFailure;
import dev.troupe.agents.tool.ToolSpec;
import java.util.Locale;

/** A server's tool under the name that roles call it by, as it was pinned. */
final class McpTool implements Tool {
  private static final int NAME_CHARACTERS = 64;
  private static final int HASH_CHARACTERS = 8;

  private final McpServer server;
  private final ToolDefinition pinned;
  private final ToolSpec spec;

  McpTool(McpServer server, ToolDefinition pinned) {
    this.server = server;
    this.pinned = pinned;
    this.spec =
        new ToolSpec(
            name(server.settings().name(), pinned.name()),
            pinned.description(),
            pinned.inputSchema(),
            effect(server.settings(), pinned),
            true);
  }

  /** {@code SERVER_tool}, in the letters that every model's provider takes. */
  static String name(String server, String tool) {
    var name = server + "_" + tool.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    return name.length() <= NAME_CHARACTERS
        ? name
        : name.substring(0, NAME_CHARACTERS - HASH_CHARACTERS - 1)
            + "_"
            + ContentHash.of(tool).substring(0, HASH_CHARACTERS);
  }

  static ToolSpec.Effect effect(McpServerSettings settings, ToolDefinition tool) {
    return settings.onlyReads(tool) ? ToolSpec.Effect.READS : ToolSpec.Effect.CHANGES;
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  /** Of a change whose outcome is not known a model must not hear as if it had merely failed. */
  @Override
  public JsonNode call(ToolCall call, JsonNode input)
      throws InterruptedException, McpOutcomeUnknown {
    try {
      return server.call(pinned, call, input);
    } catch (McpOutcomeUnknown unknown) {
      if (spec.effect() == ToolSpec.Effect.READS) {
        throw new ToolFailure(String.valueOf(unknown.getMessage()), unknown);
      }
      throw unknown;
    }
  }
}
