package dev.troupe.http;

import com.typesafe.config.Config;
import dev.troupe.agents.agent.ToolSteps;
import dev.troupe.agents.tool.KnowledgeSearch;
import dev.troupe.agents.tool.Tools;
import dev.troupe.agents.tool.mcp.McpServers;
import java.util.List;
import java.util.Set;

/** The tools that a start would have, as far as that can be told without starting any server. */
final class KnownTools {
  private final Tools tools;
  private final Set<String> steps;
  private final List<String> unmet;

  private KnownTools(Tools tools, List<String> unmet) {
    this.tools = tools;
    this.steps = ToolSteps.of(tools).names();
    this.unmet = unmet;
  }

  /**
   * @throws IllegalArgumentException if a setting cannot be used, or two tools have one name
   */
  static KnownTools of(Config config, Plugins plugins) {
    var unmet =
        McpServers.of(config).configured().stream()
            .filter(server -> server.pinned() == 0)
            .map(McpServers.Server::name)
            .toList();
    return new KnownTools(plugins.tools().and(OutsideTools.known(config)), unmet);
  }

  Tools tools() {
    return tools;
  }

  boolean canBeStep(String name) {
    return name.equals(KnowledgeSearch.NAME) || steps.contains(name) || mayCome(name);
  }

  /** A server whose tools were never pinned may have any; its start tells. */
  boolean mayCome(String name) {
    return unmet.stream().anyMatch(server -> name.startsWith(server + "_"));
  }
}
