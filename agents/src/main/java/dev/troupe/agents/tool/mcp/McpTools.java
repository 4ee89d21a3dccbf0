package dev.troupe.agents.tool.mcp;

import com.typesafe.config.Config;
import dev.troupe.agents.tool.Tool;
import dev.troupe.agents.tool.ToolSource;
import dev.troupe.agents.tool.Tools;
import java.time.InstantSource;
import java.util.ArrayList;
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
    try {
      return new McpTools(servers, tools(servers, config));
    } catch (Throwable unusable) {
      closeAll(servers);
      throw unusable;
    }
  }

  private static List<Tool> tools(List<McpServer> servers, Config config) {
    var names = new DistinctNames();
    var tools = new ArrayList<Tool>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var met = servers.stream().map(server -> threads.submit(() -> met(server, config))).toList();
      for (int index = 0; index < met.size(); index++) {
        tools.addAll(names.of(servers.get(index).settings().name(), of(met.get(index))));
      }
    }
    return tools;
  }

  /** What is pinned, without starting any server: for checks before a start. */
  public static Tools pinned(Config config) {
    var names = new DistinctNames();
    var all = Tools.NONE;
    for (var settings : McpServerSettings.of(config).values()) {
      var server = new McpServer(settings, InstantSource.system());
      var pins = McpPinsFile.of(settings, config);
      for (var tool : names.of(settings.name(), offered(server, pins))) {
        all = all.with(tool);
      }
    }
    return all;
  }

  private static List<Tool> offered(McpServer server, Pins pins) {
    return pins.of(server.settings().name()).values().stream()
        .filter(tool -> server.settings().offers(tool.name()))
        .<Tool>map(tool -> new McpTool(server, tool))
        .toList();
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
    return offered(server, pins);
  }

  private static List<Tool> unreached(McpServerSettings settings) {
    return settings.tools().stream()
        .filter(tool -> !tool.contains("*"))
        .<Tool>map(tool -> new UnreachedTool(settings.name(), tool))
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
    closeAll(servers);
  }

  private static void closeAll(List<McpServer> servers) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      servers.forEach(server -> threads.execute(server::close));
    }
  }
}
