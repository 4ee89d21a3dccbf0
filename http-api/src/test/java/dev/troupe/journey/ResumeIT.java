package dev.troupe.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends the real program in the middle of work, and lets another command or process finish it. */
class ResumeIT {
  private static final Duration LATENCY = Duration.ofMillis(400);

  private static final String PARENT =
      """
      {'StartAt':'Call','States':{'Call':{'Type':'Task','Resource':'workflow:bench','End':true}}}
      """;
  private static final String SLEEPER =
      """
      {'StartAt':'Wait','States':{'Wait':{'Type':'Wait','Seconds':3000,'End':true}}}
      """;

  @TempDir Path folder;

  @Test
  void resume_finishes_what_a_killed_server_left_and_leaves_what_only_waits() {
    String worked;
    String parent;
    String sleeper;
    try (var models = ModelEndpoint.start(LATENCY)) {
      try (var first = serve(models)) {
        var client = new Client(first.url());
        worked = client.submit("Work.", "bench", "1");
        parent = client.submit("Call.", json(PARENT));
        sleeper = client.submit("Sleep.", json(SLEEPER));
        first.until(
            "the first answer of a model", () -> models.ledger().stream().findFirst().map(_ -> 1));
        first.kill();
      }
      var config = "--config=" + models.config(folder.resolve("models.conf"));
      try (var resume = start("resume", config)) {
        assertThat(resume.await()).as(resume.errors()).isZero();
        assertThat(resume.output().lines())
            .hasSize(2)
            .anyMatch(line -> line.startsWith(worked + " completed"))
            .anyMatch(line -> line.startsWith(parent + " completed"));
        assertThat(resume.errors())
            .contains(
                "resuming 2 tasks",
                "1 task left that only waits for a person or a time: " + sleeper);
      }
      try (var again = start("resume", config)) {
        assertThat(again.await()).isZero();
        assertThat(again.output()).isEmpty();
        assertThat(again.errors()).contains("nothing is left to finish");
      }
      try (var second = serve(models)) {
        var client = new Client(second.url());
        for (var id : List.of(worked, parent)) {
          assertThat(new History(client.export(id)).faults()).isEmpty();
        }
        var waiting = client.get("/v1/tasks?status=waiting").path("tasks");
        assertThat(waiting.findValuesAsText("id")).containsExactly(sleeper);
        // Two tasks of three steps: none of what was recorded was asked for again.
        assertThat(models.ledger().stream().filter(ModelEndpoint.Call::answered).count())
            .isBetween(6L, 8L);
      }
    }
  }

  @Test
  void a_server_that_is_asked_to_stop_loses_nothing() {
    try (var models = ModelEndpoint.start(LATENCY)) {
      String id;
      Instant stopped;
      try (var first = serve(models)) {
        var client = new Client(first.url());
        id = client.submit("Work.", "bench", "1");
        first.until(
            "the first answer of a model", () -> models.ledger().stream().findFirst().map(_ -> 1));
        first.terminate();
        assertThat(first.await()).as(first.errors()).isZero();
        stopped = Instant.now();
      }
      try (var second = serve(models)) {
        var client = new Client(second.url());
        assertThat(client.await(id).path("status").textValue()).isEqualTo("completed");
        assertThat(new History(client.export(id)).faults()).isEmpty();
        var late = models.ledger().stream().filter(call -> call.at().isAfter(stopped)).toList();
        assertThat(late).extracting(ModelEndpoint.Call::role).doesNotHaveDuplicates();
      }
    }
  }

  private static JsonNode json(String withSingleQuotes) {
    return Client.json(withSingleQuotes.replace('\'', '"'));
  }

  private Program start(String command, String... more) {
    var arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--data", folder.resolve("data").toString()));
    arguments.addAll(List.of(more));
    return Program.start(folder.resolve("logs"), arguments.toArray(String[]::new));
  }

  private Program serve(ModelEndpoint models) {
    return Program.serve(
        folder.resolve("logs"),
        folder.resolve("data"),
        "--model-url",
        models.url().toString(),
        "--quiet");
  }
}
