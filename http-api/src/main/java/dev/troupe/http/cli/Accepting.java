package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A server that a new task is handed to, under a key or not, and that says its id. */
final class Accepting {
  @Mixin private final ClientOptions server = new ClientOptions();

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "An Idempotency-Key: the same key and body is the same task.")
  private @Nullable String key;

  @Option(names = "--json", description = "Print the server's answer as JSON.")
  private boolean json;

  int post(String path, JsonNode body, Streams streams) {
    String idempotencyKey = key;
    try (ApiClient client = server.client(streams)) {
      JsonNode accepted =
          client.post(
              path,
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
