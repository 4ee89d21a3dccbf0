package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.http.EdgeJson;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is asked of one task and says how the task stands then. */
final class TaskVerb {
  @Mixin private final ClientOptions server = new ClientOptions();

  @Parameters(paramLabel = "ID", description = "The task.")
  private String id = "";

  @Option(names = "--json", description = "Print the task as JSON.")
  private boolean json;

  /**
   * @param verb the last part of the path: {@code /v1/tasks/ID/VERB}
   */
  int post(String verb, Streams streams) {
    try (ApiClient client = server.client(streams)) {
      JsonNode task =
          client.post("/v1/tasks/" + ApiClient.encode(id) + "/" + verb, EdgeJson.object());
      if (json) {
        streams.print(task);
      } else {
        streams.out().println(task.path("status").asText());
      }
      return Exit.ANSWERED.code();
    }
  }
}
