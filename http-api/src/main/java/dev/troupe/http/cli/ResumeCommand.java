package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.http.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code troupe resume}: finishes what a killed process left, then ends. */
@Command(
    name = "resume",
    description = "Finish the tasks that a killed or stopped process left; prints each at its end.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  troupe resume")
final class ResumeCommand implements Callable<Integer> {
  private static final List<String> UNFINISHED = List.of("running", "waiting");

  private final Streams streams;

  @Mixin private final EngineOptions options = new EngineOptions();

  @Option(names = "--json", description = "Print each task as JSON, one a line.")
  private boolean json;

  ResumeCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    try (Engine engine = options.engine(Map.of())) {
      var client = new ApiClient(new ApiTransport(engine.api(), engine.materializer()));
      engine.tasks().wakeOldTasks();
      Exit worst = Exit.ANSWERED;
      for (String id : running(client)) {
        JsonNode task = await(client, id);
        print(task);
        Exit exit = Exit.of(task);
        worst = exit.code() > worst.code() ? exit : worst;
      }
      awaitTheRest(engine);
      return worst.code();
    }
  }

  private List<String> running(ApiClient client) {
    var ids = new ArrayList<String>();
    for (String status : UNFINISHED) {
      listed(client, status).stream().filter(id -> isUnfinished(client, id)).forEach(ids::add);
    }
    if (!options.quiet) {
      streams.say(
          ids.isEmpty()
              ? "nothing is left to finish"
              : "resuming " + Texts.count(ids.size(), "task"));
    }
    return ids;
  }

  private static List<String> listed(ApiClient client, String status) {
    var ids = new ArrayList<String>();
    String cursor = "";
    while (true) {
      JsonNode page = client.get("/v1/tasks?limit=500&status=" + status + cursor);
      page.path("tasks").forEach(task -> ids.add(task.path("id").asText()));
      if (!page.path("next").isTextual()) {
        return ids;
      }
      cursor = "&cursor=" + ApiClient.encode(page.path("next").asText());
    }
  }

  /** The list is a moment behind: only the task itself knows whether it has ended. */
  private static boolean isUnfinished(ApiClient client, String id) {
    return UNFINISHED.contains(client.get("/v1/tasks/" + id).path("status").asText());
  }

  private JsonNode await(ApiClient client, String id) {
    while (true) {
      JsonNode task = client.get("/v1/tasks/" + id + "?wait=60s");
      if (!UNFINISHED.contains(task.path("status").asText())) {
        return task;
      }
    }
  }

  private void print(JsonNode task) {
    if (task.path("status").asText().equals("failed")) {
      streams.say(task.path("id").asText() + ": " + Texts.failure(task));
    }
    if (json) {
      streams.print(task);
      return;
    }
    String outcome = task.path("outcome").isTextual() ? " " + task.path("outcome").asText() : "";
    streams
        .out()
        .println(
            task.path("id").asText()
                + " "
                + task.path("status").asText()
                + outcome
                + "  "
                + Texts.oneLine(task.path("goal").asText(), 80));
  }

  /** The list is a moment behind; the index of unfinished tasks is not. */
  private void awaitTheRest(Engine engine) {
    try {
      while (engine.tasks().unfinished().toCompletableFuture().join() > 0) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
