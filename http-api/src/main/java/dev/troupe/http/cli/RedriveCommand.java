package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.http.EdgeJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code troupe redrive}: lets a task that failed go on. */
@Command(
    name = "redrive",
    description =
        "Let a failed or cancelled task of a running server go on from where it failed; prints its"
            + " status.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  troupe redrive 0199f3a2-7c1e-7b4d-9a55-3c1f2e8d4b60")
final class RedriveCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final ClientOptions server = new ClientOptions();

  @Parameters(paramLabel = "ID", description = "The task.")
  private String id = "";

  @Option(names = "--json", description = "Print the task as JSON.")
  private boolean json;

  RedriveCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    try (ApiClient client = server.client(streams)) {
      JsonNode task =
          client.post("/v1/tasks/" + ApiClient.encode(id) + "/redrive", EdgeJson.object());
      if (json) {
        streams.print(task);
      } else {
        streams.out().println(task.path("status").asText());
      }
      return Exit.ANSWERED.code();
    }
  }
}
