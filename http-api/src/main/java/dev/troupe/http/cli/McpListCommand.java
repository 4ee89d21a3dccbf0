package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.tool.mcp.McpServers;
import dev.troupe.http.EdgeJson;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code troupe mcp list}: starts the configured servers, asks what they offer, and ends them. */
@Command(
    name = "list",
    description = {
      "List the tools of the configured MCP servers.",
      "pinned: can be called. new, changed: not until `troupe mcp pin`. gone: pinned, and no longer"
          + " offered."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  troupe mcp list --config tools.conf --json")
final class McpListCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final EngineOptions options = new EngineOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The server. Default: all, one after the other.")
  private @Nullable String name;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  McpListCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    McpServers servers = McpListings.servers(options.configuration(Map.of()));
    String chosen = name;
    Collection<String> names = chosen == null ? servers.names() : List.of(chosen);
    if (names.isEmpty()) {
      streams.say("no MCP server is configured; docs/mcp.md says how");
    }
    ObjectNode document = EdgeJson.object();
    var list = document.putArray("servers");
    boolean allAnswered = true;
    for (String server : names) {
      ObjectNode entry = list.addObject().put("name", server);
      allAnswered &= listed(servers, server, entry);
    }
    if (json) {
      streams.print(document);
    }
    return allAnswered ? Exit.ANSWERED.code() : Exit.FAILED.code();
  }

  private boolean listed(McpServers servers, String server, ObjectNode entry) {
    try {
      var tools = McpListings.asked(() -> servers.look(server));
      var array = entry.putArray("tools");
      tools.forEach(tool -> McpListings.add(array, tool));
      if (!json) {
        streams.out().println(server);
        tools.forEach(tool -> streams.out().println(McpListings.line(tool)));
      }
      return true;
    } catch (CommandFailure failure) {
      if (failure.exit() == Exit.USAGE) {
        throw failure;
      }
      entry.put("error", failure.getMessage());
      streams.say(String.valueOf(failure.getMessage()));
      return false;
    }
  }
}
