package dev.troupe.agents.tool.mcp;

import com.typesafe.config.Config;
import dev.troupe.agents.tool.Tool;
import dev.troupe.agents.tool.ToolSource;
import dev.troupe.agents.tool.Tools;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tools of all configured MCP servers.
 *
 * <p>What a server lists when it is first met is pinned: that is trust on first use. From then on
 * the pins are what models are told, and a server is started when one of its tools is called.
 */
public final class McpTools implements ToolSource {
  private static final Logger LOG = LoggerFactory.getLogger(McpTools.class);

  private final List<McpServer> servers;
  private final List<Tool> tools;

  private McpTools(List<McpServer> servers, List<Tool> tools) {
    this.servers = List.copyOf(servers);
    this.tools = List.copyOf(tools);
  }

  /**
   * Starts only servers of which nothing is pinned yet, all at the same time.
   *
   * @param config the system's whole configuration
   * @throws IllegalArgumentException naming the first setting that cannot be used
   */
  public static McpTools start(Config config, InstantSource clock) {
    var servers =
        McpServerSettings.of(config).values().stream()
            .map(settings -> new McpServer(settings, clock))
            .toList();
    var tools = new ArrayList<Tool>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var met = servers.stream().map(server -> threads.submit(() -> met(server, config))).toList();
      met.forEach(found -> tools.addAll(of(found)));
    }
    return new McpTools(servers, withDistinctNames(tools));
  }

  /** What is pinned, without starting any server: for checks before a start. */
  public static Tools pinned(Config config) {
    var all = Tools.NONE;
    for (var settings : McpServerSettings.of(config).values()) {
      var server = new McpServer(settings, InstantSource.system());
      for (var tool : McpPinsFile.of(settings, config).of(settings.name()).values()) {
        var name = McpTool.name(settings.name(), tool.name());
        if (settings.offers(tool.name()) && all.find(name).isEmpty()) {
          all = all.with(new McpTool(server, tool));
        }
      }
    }
    return all;
  }

  private static List<Tool> of(Future<List<Tool>> found) {
    try {
      return found.get();
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException unusable
          ? unusable
          : new IllegalStateException(failed);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static List<Tool> met(McpServer server, Config config) throws InterruptedException {
    var name = server.settings().name();
    var pins = McpPinsFile.of(server.settings(), config);
    try {
      if (pins.of(name).isEmpty()) {
        var listed = server.look();
        pins.pin(name, listed);
        LOG.warn(
            "{} tools of the MCP server {} are trusted from now on, as it describes them today",
            listed.size(),
            name);
      }
    } catch (McpBroken _) {
      return unreached(server.settings());
    }
    return pins.of(name).values().stream()
        .filter(tool -> server.settings().offers(tool.name()))
        .<Tool>map(tool -> new McpTool(server, tool))
        .toList();
  }

  private static List<Tool> unreached(McpServerSettings settings) {
    return settings.tools().stream()
        .filter(tool -> !tool.contains("*"))
        .<Tool>map(tool -> new UnreachedTool(settings.name(), tool))
        .toList();
  }

  private static List<Tool> withDistinctNames(List<Tool> tools) {
    var names = new HashSet<String>();
    return tools.stream()
        .filter(tool -> {
          boolean first = names.add(tool.spec().name());
          if (!first) {
            LOG.warn("There are two tools {} of MCP servers; one is left out", tool.spec().name());
          }
          return first;
        })
        .toList();
  }

  @Override
  public Tools tools() {
    var all = Tools.NONE;
    for (var tool : tools) {
      all = all.with(tool);
    }
    return all;
  }

  List<Tool> list() {
    return tools;
  }

  /** Ends the processes of all servers, at the same time. */
  @Override
  public void close() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      servers.forEach(server -> threads.execute(server::close));
    }
  }
}
