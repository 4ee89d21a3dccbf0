package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code troupe watch}: follows a server's task to its end; interrupting it leaves the task be. */
@Command(
    name = "watch",
    description = "Watch a task of a running server to its end; prints what it came to.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  troupe watch ID", "  troupe watch ID --quiet --json"})
final class WatchCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final ClientOptions server = new ClientOptions();

  @Parameters(paramLabel = "ID", description = "The task.")
  private String id = "";

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Option(names = "--quiet", description = "No progress; only the result.")
  private boolean quiet;

  @Option(
      names = "--deltas",
      description =
          "Where stderr is no terminal: show what models write while they write it, line by line. A terminal shows the last words of it anyway.")
  private boolean deltas;

  WatchCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    try (ApiClient client = server.client(streams)) {
      String goal = client.get("/v1/tasks/" + ApiClient.encode(id)).path("goal").asText();
      JsonNode result = follow(client, goal);
      if (json) {
        streams.print(result);
      } else if (result.path("markdown").isTextual()) {
        streams.out().println(result.path("markdown").asText().stripTrailing());
      }
      Exit exit = Exit.of(result);
      if (exit == Exit.FAILED) {
        streams.say(Texts.failure(client.get("/v1/tasks/" + ApiClient.encode(id))));
      }
      return exit.code();
    }
  }

  private JsonNode follow(ApiClient client, String goal) {
    try (TeamDisplay display = TeamDisplays.open(streams, quiet, deltas, goal)) {
      return new TaskFollower(client, id).follow(display);
    }
  }
}
