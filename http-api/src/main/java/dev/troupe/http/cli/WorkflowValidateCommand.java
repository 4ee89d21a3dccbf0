package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.http.WorkflowDocuments;
import dev.troupe.supervisor.view.WorkflowCatalog;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code troupe workflow validate}: every fault of a definition, like a compiler. */
@Command(
    name = "validate",
    description = {
      "Check whether a workflow can run here; names every fault with its place.",
      "That is: whether it keeps to the language, and whether each resource is bound to something."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  troupe workflow validate mine.asl.json",
      "  troupe workflow validate elsewhere.asl.json --language-only"
    })
final class WorkflowValidateCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final EngineOptions options = new EngineOptions();

  @Parameters(paramLabel = "FILE", description = "Amazon States Language, JSON or YAML.")
  private Path file = Path.of("");

  @Option(
      names = "--language-only",
      description = "Check the language alone, whatever its resources are bound to.")
  private boolean languageOnly;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  WorkflowValidateCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    String text = SubmissionOptions.read(file, "workflow validate");
    JsonNode report = report(text);
    boolean valid = report.path("valid").asBoolean();
    if (json) {
      streams.print(report);
    } else if (valid) {
      streams.out().println(file + ": valid");
    } else {
      report.path("errors").forEach(this::line);
    }
    return valid ? Exit.ANSWERED.code() : Exit.FAILED.code();
  }

  private JsonNode report(String text) {
    if (languageOnly) {
      return WorkflowDocuments.report(WorkflowCatalog.validateLanguage(text));
    }
    try (WorkflowSource workflows = WorkflowSource.of(options, streams)) {
      return workflows.validate(text);
    }
  }

  private void line(JsonNode error) {
    streams
        .out()
        .println(file + error.path("pointer").asText() + ": " + error.path("detail").asText());
  }
}
