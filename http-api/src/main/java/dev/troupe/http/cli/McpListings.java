package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.troupe.agents.tool.mcp.McpServers;
import dev.troupe.agents.tool.mcp.McpServers.Listed;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Tools of MCP servers, for people and for programs. */
final class McpListings {
  private static final int DESCRIPTION_CHARACTERS = 70;

  private McpListings() {}

  static McpServers servers(Config config) {
    try {
      return McpServers.of(config);
    } catch (IllegalArgumentException | ConfigException e) {
      throw new CommandFailure(Exit.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /** What was asked of a server, or why it could not be. */
  static List<Listed> asked(Supplier<List<Listed>> question) {
    try {
      return question.get();
    } catch (McpServers.Unusable e) {
      throw new CommandFailure(Exit.FAILED, String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(Exit.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  static void add(ArrayNode tools, Listed tool) {
    tools
        .addObject()
        .put("name", tool.name())
        .put("tool", tool.tool())
        .put("effect", tool.effect())
        .put("state", state(tool))
        .put("hash", tool.hash())
        .put("description", tool.description());
  }

  static String line(Listed tool) {
    return "  %-9s %-8s %-32s %s"
        .formatted(
            state(tool),
            tool.effect(),
            tool.name(),
            Texts.oneLine(tool.description(), DESCRIPTION_CHARACTERS));
  }

  static String state(Listed tool) {
    return tool.state().name().toLowerCase(Locale.ROOT);
  }
}
