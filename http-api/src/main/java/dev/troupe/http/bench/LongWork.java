package dev.troupe.http.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.http.EdgeJson;
import dev.troupe.persistence.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One assignment of many tool calls on a node of its own, a tenth of it after the other: what a
 * call costs must not grow with those before it.
 */
public final class LongWork {
  private static final int PARTS = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private static final String TASK =
      """
      {"goal": "look", "workflow": {"StartAt": "Look", "States": {"Look": {
        "Type": "Task", "Resource": "agent:bench-caller", "TimeoutSeconds": 1800, "End": true}}}}
      """;

  private final int toolCalls;
  private final Duration modelLatency;

  public LongWork(int toolCalls, Duration modelLatency) {
    this.toolCalls = toolCalls;
    this.modelLatency = modelLatency;
  }

  /**
   * @return {@code {toolCalls, status, seconds, msPerCall, journalBytesPerCall, requestBytes}}; the
   *     last three hold a figure for each tenth of the calls, requests by their longest
   * @throws IOException also if the task does not end
   */
  public ObjectNode onOwnNode(Path data) throws IOException {
    var settings = Files.createTempFile("troupe-bench", ".conf");
    try (var model = new StubModel(modelLatency, toolCalls)) {
      Files.writeString(settings, role(model.url()));
      try (var node = ServedNode.start(data, List.of("--config", settings.toString()));
          var connection = new HttpConnection(node.url())) {
        return figures(connection, model);
      }
    } finally {
      Files.deleteIfExists(settings);
    }
  }

  private String role(String endpoint) {
    return """
    troupe.roles.bench-caller {
      instructions = "Look things up.", model = bench/stub, base-url = "%s/%s/v1"
      tools = [knowledge_search], limits.tool-calls = %d
    }
    """
        .formatted(endpoint, StubModel.CALLER, toolCalls);
  }

  private ObjectNode figures(HttpConnection connection, StubModel model) throws IOException {
    var accepted = connection.post("/v1/tasks", TASK);
    if (accepted.status() != 202) {
      throw new IOException("POST /v1/tasks: " + accepted.status() + " " + accepted.body());
    }
    var id = Json.parse(accepted.body()).path("id").asText();
    var task = awaitEnd(connection, id);
    var calls = calls(connection.get("/v1/tasks/" + id + "/export").body());
    var figures = EdgeJson.object().put("toolCalls", toolCalls);
    figures.put("status", task.path("status").asText());
    figures.put("seconds", between(calls.getFirst().at(), calls.getLast().at()) / 1000);
    var times = figures.putArray("msPerCall");
    var bytes = figures.putArray("journalBytesPerCall");
    var requests = figures.putArray("requestBytes");
    for (int part = 0; part < PARTS; part++) {
      add(part(calls, part), times, bytes);
      part(model.requestsOfCaller(), part).stream().max(Integer::compare).ifPresent(requests::add);
    }
    return figures;
  }

  private static void add(List<Call> calls, ArrayNode times, ArrayNode bytes) {
    if (calls.isEmpty()) {
      return;
    }
    var time = between(calls.getFirst().begun(), calls.getLast().at());
    times.add(Math.round(10 * time / calls.size()) / 10.0);
    bytes.add(calls.stream().mapToLong(Call::bytes).sum() / calls.size());
  }

  private static double between(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e6;
  }

  private static <T> List<T> part(List<T> all, int part) {
    return all.subList(part * all.size() / PARTS, (part + 1) * all.size() / PARTS);
  }

  private static JsonNode awaitEnd(HttpConnection connection, String id) throws IOException {
    var start = Instant.now();
    while (Duration.between(start, Instant.now()).compareTo(PATIENCE) < 0) {
      var task = Json.parse(connection.get("/v1/tasks/" + id + "?wait=60s").body());
      if (!task.path("status").asText().equals("running")) {
        return task;
      }
    }
    throw new IOException("task " + id + " did not end within " + PATIENCE.toMinutes() + " min");
  }

  /** A tool's call with the reply that asked for it. */
  private record Call(Instant begun, Instant at, long bytes) {}

  private static List<Call> calls(String export) throws IOException {
    var calls = new ArrayList<Call>();
    long bytes = 0;
    @Nullable Instant begun = null;
    for (var line : export.lines().toList()) {
      var event = Json.parse(line);
      var type = event.path("type").asText();
      if (type.equals("assignment-accepted") || begun != null) {
        bytes += line.getBytes(StandardCharsets.UTF_8).length;
        var at = Instant.parse(event.path("at").asText());
        if (begun == null) {
          begun = at;
        } else if (type.equals("tool-returned")) {
          calls.add(new Call(begun, at, bytes));
          begun = at;
          bytes = 0;
        }
      }
    }
    if (calls.isEmpty()) {
      throw new IOException("the task's journal holds no tool call: " + export.length() + " bytes");
    }
    return calls;
  }
}
