package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code troupe workflow validate}: every fault of a definition, like a compiler. */
@Command(
    name = "validate",
    description = "Check whether a workflow can run here; names every fault with its place.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  troupe workflow validate mine.asl.json")
final class WorkflowValidateCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final EngineOptions options = new EngineOptions();

  @Parameters(paramLabel = "FILE", description = "Amazon States Language, JSON or YAML.")
  private Path file = Path.of("");

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  WorkflowValidateCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    String text = SubmissionOptions.read(file, "workflow validate");
    try (WorkflowSource workflows = WorkflowSource.of(options, streams)) {
      JsonNode report = workflows.validate(text);
      if (json) {
        streams.print(report);
      } else if (report.path("valid").asBoolean()) {
        streams.out().println(file + ": valid");
      } else {
        report.path("errors").forEach(this::line);
      }
      return report.path("valid").asBoolean() ? Exit.ANSWERED.code() : Exit.FAILED.code();
    }
  }

  private void line(JsonNode error) {
    streams
        .out()
        .println(file + error.path("pointer").asText() + ": " + error.path("detail").asText());
  }
}
