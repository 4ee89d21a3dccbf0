package dev.troupe.http.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code troupe export}: a task's whole history, one JSON document an event. */
@Command(
    name = "export",
    description = "Print the journals of a task and of all its agents, a JSON line an event.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  troupe export --task ID > task.ndjson")
final class ExportCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final EngineOptions options = new EngineOptions();

  @Option(names = "--task", required = true, paramLabel = "ID", description = "The task.")
  private String task = "";

  ExportCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    try (Session session = options.session(streams)) {
      var request = Transport.Request.get("/v1/tasks/" + ApiClient.encode(task) + "/export");
      session.client().lines(request, streams::print);
      return Exit.ANSWERED.code();
    }
  }
}
