package dev.troupe.http;

import com.typesafe.config.Config;
import dev.troupe.agents.tool.ToolSource;
import dev.troupe.agents.tool.Tools;
import dev.troupe.agents.tool.mcp.McpTools;
import dev.troupe.agents.tool.web.WebTools;
import java.time.InstantSource;

/** The tools that reach out of this process: pages, searches, MCP servers. */
final class OutsideTools implements ToolSource {
  private final McpTools servers;
  private final Tools tools;

  private OutsideTools(McpTools servers, Tools tools) {
    this.servers = servers;
    this.tools = tools;
  }

  /**
   * @throws IllegalArgumentException if a setting cannot be used, or two tools have one name
   */
  static OutsideTools start(Config config) {
    var clock = InstantSource.system();
    Tools web = WebTools.of(config, clock);
    var servers = McpTools.start(config, clock);
    try {
      return new OutsideTools(servers, web.and(servers.tools()));
    } catch (RuntimeException sameName) {
      servers.close();
      throw sameName;
    }
  }

  /** What a start would have, as far as that is known without starting any server. */
  static Tools known(Config config) {
    return WebTools.of(config, InstantSource.system()).and(McpTools.pinned(config));
  }

  @Override
  public Tools tools() {
    return tools;
  }

  @Override
  public void close() {
    servers.close();
  }
}
