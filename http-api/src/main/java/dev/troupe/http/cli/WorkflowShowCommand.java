package dev.troupe.http.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code troupe workflow show}: a workflow's definition. */
@Command(
    name = "show",
    description = "Print a workflow's definition: a start for one of your own.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  troupe workflow show report > mine.asl.json")
final class WorkflowShowCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final EngineOptions options = new EngineOptions();

  @Parameters(paramLabel = "NAME", description = "The workflow.")
  private String name = "";

  WorkflowShowCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    try (WorkflowSource workflows = WorkflowSource.of(options, streams)) {
      streams.out().println(workflows.show(name).path("definition").toPrettyString());
      return Exit.ANSWERED.code();
    }
  }
}
