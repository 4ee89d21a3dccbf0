package dev.troupe.http.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code troupe workflow}: state machines in Amazon States Language. */
@Command(
    name = "workflow",
    description = "Check, list, show, draw, store and test workflows.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  troupe workflow list",
      "  troupe workflow show report > mine.asl.json",
      "  troupe workflow validate mine.asl.json",
      "  troupe workflow put mine mine.asl.json",
      "  troupe workflow graph mine --format svg --out mine.svg",
      "  troupe workflow test recorded.jsonl"
    })
final class WorkflowCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  WorkflowCommand(Streams streams) {}

  static Map<String, Object> children(Streams streams) {
    var children = new LinkedHashMap<String, Object>();
    children.put("validate", new WorkflowValidateCommand(streams));
    children.put("list", new WorkflowListCommand(streams));
    children.put("show", new WorkflowShowCommand(streams));
    children.put("graph", new WorkflowGraphCommand(streams));
    children.put("put", new WorkflowPutCommand(streams));
    children.put("delete", new WorkflowDeleteCommand(streams));
    children.put("test", new WorkflowTestCommand(streams));
    return children;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "choose one of validate, list, show, graph, put, delete and test");
  }
}
