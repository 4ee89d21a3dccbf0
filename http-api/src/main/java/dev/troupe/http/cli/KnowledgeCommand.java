package dev.troupe.http.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code troupe knowledge}: collections of documents. */
@Command(
    name = "knowledge",
    description = "Keep and search collections of documents.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  troupe knowledge add docs/ --collection notes",
      "  troupe knowledge list",
      "  troupe knowledge search \"circuit breaker\" --mode hybrid --top 5 --json"
    })
final class KnowledgeCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  KnowledgeCommand(Streams streams) {}

  static Map<String, Object> children(Streams streams) {
    var children = new LinkedHashMap<String, Object>();
    children.put("add", new KnowledgeAddCommand(streams));
    children.put("list", new KnowledgeListCommand(streams));
    children.put("search", new KnowledgeSearchCommand(streams));
    return children;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "choose one of add, list and search");
  }
}
