package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code troupe repair}: what two processes have written under the same numbers. */
@Command(
    name = "repair",
    description = {
      "Show events of a task's journals under whose numbers two processes have written, and which of them count.",
      "Nothing needs to be changed: a journal never takes what a replaced process has added."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  troupe repair --task ID --url http://127.0.0.1:8080")
final class RepairCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final ClientOptions server = new ClientOptions();

  @Option(names = "--task", required = true, paramLabel = "ID", description = "The task.")
  private String task = "";

  @Option(names = "--json", description = "Print a JSON line an event, content included.")
  private boolean json;

  RepairCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    try (ApiClient client = server.client(streams)) {
      var request = Transport.Request.get("/v1/tasks/" + ApiClient.encode(task) + "/contested");
      var found = new AtomicInteger();
      client.lines(
          request,
          event -> {
            found.incrementAndGet();
            print(event);
          });
      if (found.get() == 0 && !json) {
        streams.out().println("one writer throughout: nothing is contested");
      }
      return Exit.ANSWERED.code();
    }
  }

  private void print(JsonNode event) {
    if (json) {
      streams.print(event);
      return;
    }
    streams
        .out()
        .println(
            "%s  event %d  %-20s  written %s by %s  %s"
                .formatted(
                    event.path("persistenceId").asText(),
                    event.path("sequenceNumber").asLong(),
                    event.path("type").asText(),
                    event.path("at").asText(),
                    event.path("writer").asText(),
                    event.path("counts").asBoolean()
                        ? "counts"
                        : "does not count: this writer had been replaced"));
  }
}
