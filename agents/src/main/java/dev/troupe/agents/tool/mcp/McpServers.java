package dev.troupe.agents.tool.mcp;

import com.typesafe.config.Config;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The configured servers for people who look after them; nothing runs unless {@link #look} is
 * asked.
 */
public final class McpServers {
  private final Map<String, McpServerSettings> servers;
  private final Config config;

  private McpServers(Map<String, McpServerSettings> servers, Config config) {
    this.servers = servers;
    this.config = config;
  }

  /**
   * A server without its secrets.
   *
   * @param place its command or URL
   * @param pinned how many of its tools are
   */
  public record Server(String name, String place, int pinned) {}

  /**
   * A tool of a server.
   *
   * @param name as roles list it
   * @param tool as the server calls it
   * @param effect {@code reads} or {@code changes}
   */
  public record Listed(
      String name, String tool, String effect, State state, String hash, String description) {}

  /** How a tool stands to what was pinned; only pinned ones can be called. */
  public enum State {
    PINNED,
    NEW,
    CHANGED,
    GONE
  }

  /** A server that could not be asked; the message says why. */
  public static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Unusable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * @param config the system's whole configuration
   * @throws IllegalArgumentException naming the first setting that cannot be used
   */
  public static McpServers of(Config config) {
    return new McpServers(McpServerSettings.of(config), config);
  }

  public Set<String> names() {
    return servers.keySet();
  }

  /** Without starting any. */
  public List<Server> configured() {
    return servers.values().stream()
        .map(server ->
            new Server(
                server.name(),
                server.transport().place(),
                McpPinsFile.of(server, config).of(server.name()).size()))
        .toList();
  }

  /**
   * Starts a server, asks what it lists, and ends it.
   *
   * @throws Unusable if it cannot be asked
   */
  public List<Listed> look(String name) {
    return compared(known(name), list(name));
  }

  /**
   * Pins what a server lists now.
   *
   * @return how each tool stood before
   * @throws Unusable if it cannot be asked
   */
  public List<Listed> pin(String name) {
    var listed = list(name);
    var before = compared(known(name), listed);
    McpPinsFile.of(known(name), config).pin(name, listed);
    return before;
  }

  private McpServerSettings known(String name) {
    var server = servers.get(name);
    if (server == null) {
      throw new IllegalArgumentException(
          "there is no MCP server '%s' under troupe.mcp; configured are %s"
              .formatted(name, servers.isEmpty() ? "none" : String.join(", ", names())));
    }
    return server;
  }

  private List<ToolDefinition> list(String name) {
    try (var server = new McpServer(known(name), InstantSource.system())) {
      return server.look();
    } catch (McpBroken broken) {
      throw new Unusable(
          "the MCP server %s cannot be asked: %s".formatted(name, broken.getMessage()), broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Unusable("asking the MCP server %s was stopped".formatted(name), stopped);
    }
  }

  private List<Listed> compared(McpServerSettings server, List<ToolDefinition> live) {
    var gone = new TreeMap<>(McpPinsFile.of(server, config).of(server.name()));
    var all = new ArrayList<Listed>();
    for (var tool : live) {
      var pinned = gone.remove(tool.name());
      all.add(listed(server, tool, pinned == null ? State.NEW : state(pinned, tool)));
    }
    gone.values().forEach(tool -> all.add(listed(server, tool, State.GONE)));
    return List.copyOf(all);
  }

  private static State state(ToolDefinition pinned, ToolDefinition live) {
    return pinned.hash().equals(live.hash()) ? State.PINNED : State.CHANGED;
  }

  private static Listed listed(McpServerSettings server, ToolDefinition tool, State state) {
    return new Listed(
        McpTool.name(server.name(), tool.name()),
        tool.name(),
        McpTool.effect(server, tool).name().toLowerCase(Locale.ROOT),
        state,
        tool.hash(),
        tool.description());
  }
}
