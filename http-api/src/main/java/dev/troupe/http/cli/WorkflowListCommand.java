package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code troupe workflow list}: the workflows that a task can name. */
@Command(
    name = "list",
    description = "List the workflows that a task can name.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  troupe workflow list --json")
final class WorkflowListCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final EngineOptions options = new EngineOptions();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  WorkflowListCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    try (WorkflowSource workflows = WorkflowSource.of(options, streams)) {
      JsonNode list = workflows.list();
      if (json) {
        streams.print(list);
      } else {
        list.path("workflows").forEach(this::line);
      }
      return Exit.ANSWERED.code();
    }
  }

  private void line(JsonNode workflow) {
    streams
        .out()
        .println(
            "%-20s %.12s  %-9s %s"
                .formatted(
                    workflow.path("name").asText(),
                    workflow.path("hash").asText(),
                    workflow.path("source").asText(),
                    workflow.path("comment").asText()));
  }
}
