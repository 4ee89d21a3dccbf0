package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Follows a task to its end, across breaks of the connection, and fetches its result. */
final class TaskFollower {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LOOKS = 8;

  private final ApiClient client;
  private final String path;
  private long last;

  TaskFollower(ApiClient client, String id) {
    this.client = client;
    this.path = "/v1/tasks/" + ApiClient.encode(id);
  }

  /** The result, as {@code /result} has it. */
  JsonNode follow(TeamDisplay display) {
    Instant heard = Instant.now();
    while (true) {
      try {
        stream(display);
        heard = Instant.now();
        JsonNode task = client.get(path + "?wait=1s");
        if (hasEnded(task)) {
          display.settled(settled(task));
          return client.get(path + "/result");
        }
      } catch (IOException | CommandFailure e) {
        if (e instanceof CommandFailure failure && failure.exit() != Exit.SERVER_UNREACHABLE) {
          throw failure;
        }
        if (Duration.between(heard, Instant.now()).compareTo(PATIENCE) > 0) {
          throw new CommandFailure(
              Exit.SERVER_UNREACHABLE, "the server went away and did not come back", e);
        }
        pause();
      }
    }
  }

  private static boolean hasEnded(JsonNode task) {
    return switch (task.path("status").asText()) {
      case "completed", "failed", "cancelled" -> true;
      default -> false;
    };
  }

  /**
   * Who is called off at the end has calls to book for a moment still; what has completed has ended
   * with its last step.
   */
  private JsonNode settled(JsonNode ended) {
    JsonNode task = ended;
    for (int look = 1; look <= LOOKS && mayBeUnsettled(task); look++) {
      pause();
      JsonNode later = client.get(path);
      if (later.path("usage").equals(task.path("usage"))) {
        return later;
      }
      task = later;
    }
    return task;
  }

  private static boolean mayBeUnsettled(JsonNode task) {
    return !task.path("status").asText().equals("completed")
        || task.path("outcome").asText().equals("unfinished");
  }

  private void stream(TeamDisplay display) throws IOException {
    var headers = Map.of("Accept", "text/event-stream", "Last-Event-ID", Long.toString(last));
    String events = path + "/events" + (display.showsWriting() ? "?deltas=true" : "");
    try (BufferedReader reader = client.stream(events, headers)) {
      long id = 0;
      String event = "";
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith("id: ")) {
          id = Long.parseLong(line.substring(4));
        } else if (line.startsWith("event: ")) {
          event = line.substring(7);
        } else if (line.startsWith("data: ")) {
          hand(display, id, event, Json.parse(line.substring(6)));
          id = 0;
        }
      }
    }
  }

  private void hand(TeamDisplay display, long id, String event, JsonNode data) {
    if (id == 0) {
      handPassing(display, event, data);
    } else if (id > last) {
      last = id;
      display.event(data);
    }
  }

  private static void handPassing(TeamDisplay display, String event, JsonNode data) {
    switch (event) {
      case "progress" -> display.progress(data);
      case "delta" -> display.wrote(data);
      case "reset" -> display.tookBack(data);
      case "notice" -> display.notice(data);
      default -> {
        // Of a later server.
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(250);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(Exit.CANCELLED, "interrupted", e);
    }
  }
}
