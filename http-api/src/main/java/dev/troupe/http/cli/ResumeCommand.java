package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.http.Call;
import dev.troupe.http.Engine;
import dev.troupe.supervisor.Tasks;
import java.util.ArrayList;
import java.util.LinkedHashSet;
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

  private static final int NAMED_AT_MOST = 10;

  private final Streams streams;

  @Mixin private final EngineOptions options = new EngineOptions();

  @Option(names = "--json", description = "Print each task as JSON, one a line.")
  private boolean json;

  ResumeCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Engine engine = options.engine(Map.of())) {
      var client = new ApiClient(new ApiTransport(engine.api(), engine.materializer()));
      engine.tasks().wakeOldTasks();
      Exit worst = finish(engine, client);
      nameWaiting(client);
      return worst.code();
    }
  }

  /** Until nothing goes on by itself any more. */
  private Exit finish(Engine engine, ApiClient client) throws InterruptedException {
    // The list is a moment behind, and a task whose step is a task of its own waits.
    var open = new LinkedHashSet<String>(underWay(engine).tasks());
    open.addAll(listed(client, "running"));
    open.removeIf(id -> !isUnfinished(client.get("/v1/tasks/" + id)));
    if (!options.quiet) {
      streams.say(
          open.isEmpty()
              ? "nothing is left to finish"
              : "resuming " + Texts.count(open.size(), "task"));
    }
    Exit worst = Exit.ANSWERED;
    boolean isLastLook;
    do {
      // Asked before the tasks are: what ends behind the question is still found to have ended.
      isLastLook = underWay(engine).isEmpty();
      for (String id : List.copyOf(open)) {
        JsonNode task = client.get("/v1/tasks/" + id + (isLastLook ? "" : "?wait=1s"));
        if (!isUnfinished(task)) {
          open.remove(id);
          print(task);
          Exit exit = Exit.of(task);
          worst = exit.code() > worst.code() ? exit : worst;
        }
      }
      TimeUnit.MILLISECONDS.sleep(50);
    } while (!isLastLook);
    return worst;
  }

  private static Tasks.UnderWay underWay(Engine engine) {
    return engine.tasks().underWay(Call.TENANT).toCompletableFuture().join();
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

  private static boolean isUnfinished(JsonNode task) {
    return UNFINISHED.contains(task.path("status").asText());
  }

  private void nameWaiting(ApiClient client) {
    var waiting = listed(client, "waiting");
    if (!waiting.isEmpty() && !options.quiet) {
      var named = String.join(", ", waiting.subList(0, Math.min(NAMED_AT_MOST, waiting.size())));
      streams.say(
          "%s left that only %s for a person or a time: %s%s; `troupe serve` goes on with what waits"
              .formatted(
                  Texts.count(waiting.size(), "task"),
                  waiting.size() == 1 ? "waits" : "wait",
                  named,
                  waiting.size() > NAMED_AT_MOST ? ", ..." : ""));
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
}
