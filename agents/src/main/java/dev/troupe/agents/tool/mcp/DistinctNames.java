package dev.troupe.agents.tool.mcp;

import dev.troupe.agents.tool.Tool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names of tools that roles list, each of one server: another one's would hide it. */
final class DistinctNames {
  private static final Logger LOG = LoggerFactory.getLogger(DistinctNames.class);

  private final Map<String, String> servers = new HashMap<>();

  /**
   * The tools of a server without those that read like an earlier one of its own.
   *
   * @throws IllegalArgumentException if another server has a tool of the same name
   */
  List<Tool> of(String server, List<Tool> tools) {
    return tools.stream().filter(tool -> isFirst(server, tool.spec().name())).toList();
  }

  private boolean isFirst(String server, String tool) {
    var holder = servers.putIfAbsent(tool, server);
    if (holder == null) {
      return true;
    }
    if (holder.equals(server)) {
      LOG.warn("The MCP server {} has two tools {}; one is left out", server, tool);
      return false;
    }
    throw new IllegalArgumentException(
        "troupe.mcp.%s and troupe.mcp.%s both have a tool %s; give one of the servers another name, or leave the tool out with its setting tools"
            .formatted(holder, server, tool));
  }
}
