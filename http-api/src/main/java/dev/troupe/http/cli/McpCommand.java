package dev.troupe.http.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code troupe mcp}: the servers of the Model Context Protocol that bring tools. */
@Command(
    name = "mcp",
    description = "Look at the tools of MCP servers, and pin them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  troupe mcp list --config tools.conf",
      "  troupe mcp list files --config tools.conf --json",
      "  troupe mcp pin files --config tools.conf"
    })
final class McpCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  McpCommand(Streams streams) {}

  static Map<String, Object> children(Streams streams) {
    var children = new LinkedHashMap<String, Object>();
    children.put("list", new McpListCommand(streams));
    children.put("pin", new McpPinCommand(streams));
    return children;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "choose one of list and pin");
  }
}
