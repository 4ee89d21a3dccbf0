package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code troupe diff}: where two tasks part. */
@Command(
    name = "diff",
    description = "Show where two tasks of a running server part, and what each did from there on.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  troupe diff $ID $OTHER")
final class DiffCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final ClientOptions server = new ClientOptions();

  @Parameters(index = "0", paramLabel = "ID", description = "The one task.")
  private String id = "";

  @Parameters(index = "1", paramLabel = "OTHER", description = "The other task.")
  private String other = "";

  @Option(names = "--json", description = "Print the difference as JSON.")
  private boolean json;

  DiffCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    try (ApiClient client = server.client(streams)) {
      JsonNode diff =
          client.get("/v1/tasks/" + ApiClient.encode(id) + "/diff/" + ApiClient.encode(other));
      if (json) {
        streams.print(diff);
      } else {
        print(diff);
      }
      return Exit.ANSWERED.code();
    }
  }

  private void print(JsonNode diff) {
    JsonNode common = diff.path("common");
    streams
        .out()
        .println(
            common.isObject()
                ? "the same up to state %s (events %d and %d)"
                    .formatted(
                        common.path("state").asText(),
                        common.path("sequence").asLong(),
                        common.path("otherSequence").asLong())
                : "no state in common");
    side(diff.path("task"));
    side(diff.path("other"));
  }

  private void side(JsonNode side) {
    JsonNode first = side.path("firstDifference");
    JsonNode usage = side.path("usage");
    List<String> states = new ArrayList<>();
    side.path("states").forEach(state -> states.add(state.path("state").asText()));
    var out = streams.out();
    out.println(side.path("id").asText() + " " + side.path("status").asText());
    out.println(
        "  differs from  "
            + (first.isObject()
                ? "event %d, %s"
                    .formatted(first.path("sequence").asLong(), first.path("type").asText())
                : "nowhere"));
    out.println("  then          " + (states.isEmpty() ? "-" : String.join(", ", states)));
    out.println(
        "  spent         %d model calls, %d tokens"
            .formatted(
                usage.path("modelCalls").asLong(),
                usage.path("inputTokens").asLong() + usage.path("outputTokens").asLong()));
    if (side.path("error").isObject()) {
      out.println("  error         " + side.path("error").path("type").asText());
    }
  }
}
