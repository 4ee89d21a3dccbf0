package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.tool.mcp.McpServers;
import dev.troupe.agents.tool.mcp.McpServers.State;
import dev.troupe.http.EdgeJson;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code troupe mcp pin NAME}: agrees to a server's tools as it describes them now. */
@Command(
    name = "pin",
    description = {
      "Pin the tools of an MCP server as it describes them now, and say what has changed.",
      "A node that is running takes new pins up when it is started again."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  troupe mcp pin files --config tools.conf")
final class McpPinCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final EngineOptions options = new EngineOptions();

  @Parameters(paramLabel = "NAME", description = "The server, as under troupe.mcp.")
  private String name = "";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  McpPinCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    McpServers servers = McpListings.servers(options.configuration(Map.of()));
    var before = McpListings.asked(() -> servers.pin(name));
    if (json) {
      ObjectNode document = EdgeJson.object().put("name", name);
      var tools = document.putArray("before");
      before.forEach(tool -> McpListings.add(tools, tool));
      streams.print(document);
    } else {
      before.forEach(tool -> streams.out().println(McpListings.line(tool)));
      long pinned = before.stream().filter(tool -> tool.state() != State.GONE).count();
      long news = before.stream().filter(tool -> tool.state() != State.PINNED).count();
      streams
          .out()
          .println(
              "pinned %s of %s; %d were not as they had been pinned"
                  .formatted(Texts.count(pinned, "tool"), name, news));
    }
    return Exit.ANSWERED.code();
  }
}
