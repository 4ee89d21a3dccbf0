package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code troupe workflow put}: a name for a definition, at a server. */
@Command(
    name = "put",
    description = {
      "Store a workflow at a running server, as a new name or as a new version of a known one.",
      "Tasks that run by an earlier version go on with it."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  troupe workflow put mine mine.asl.json")
final class WorkflowPutCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final ClientOptions server = new ClientOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "1 to 64 of a-z, 0-9 and '-'.")
  private String name = "";

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "Amazon States Language, JSON or YAML.")
  private Path file = Path.of("");

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  WorkflowPutCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    String text = SubmissionOptions.read(file, "workflow put");
    try (ApiClient client = server.client(streams)) {
      String path = "/v1/workflows/" + ApiClient.encode(name);
      JsonNode stored = client.put(path, text, Map.of("Content-Type", type(text)));
      if (json) {
        streams.print(stored);
      } else {
        streams
            .out()
            .println(
                "%s %.12s".formatted(stored.path("name").asText(), stored.path("hash").asText()));
      }
      return Exit.ANSWERED.code();
    }
  }

  private static String type(String text) {
    return text.stripLeading().startsWith("{") ? "application/json" : "application/yaml";
  }
}
