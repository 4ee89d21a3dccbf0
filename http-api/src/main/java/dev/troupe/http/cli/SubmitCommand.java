package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code troupe submit}: hands a task to a server and prints its id. */
@Command(
    name = "submit",
    description = "Hand a task to a running server; prints its id.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  troupe submit \"What do cold starts cost?\"",
      "  troupe submit \"What do cold starts cost?\" --collection notes --key q-1 --json"
    })
final class SubmitCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final SubmissionOptions submission = new SubmissionOptions();
  @Mixin private final ClientOptions server = new ClientOptions();

  @Option(
      names = "--collection",
      paramLabel = "NAME",
      description = "A knowledge collection that the task may search; repeatable.")
  private final List<String> collections = new ArrayList<>();

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "An Idempotency-Key: the same key and body is the same task.")
  private @Nullable String key;

  @Option(names = "--json", description = "Print the server's answer as JSON.")
  private boolean json;

  SubmitCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    var body = submission.body();
    if (!collections.isEmpty()) {
      body.set("knowledge", Json.toTree(collections));
    }
    String idempotencyKey = key;
    try (ApiClient client = server.client(streams)) {
      JsonNode accepted =
          client.post(
              "/v1/tasks",
              body,
              idempotencyKey == null ? Map.of() : Map.of("Idempotency-Key", idempotencyKey));
      if (json) {
        streams.print(accepted);
      } else {
        streams.out().println(accepted.path("id").asText());
      }
      return Exit.ANSWERED.code();
    }
  }
}
