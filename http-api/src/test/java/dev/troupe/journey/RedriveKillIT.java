package dev.troupe.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the real program with SIGKILL right behind its answer to a redrive and to a fork. */
class RedriveKillIT {
  private static final Duration LATENCY = Duration.ofMillis(100);

  /** The second step cannot be given out before the task is redriven. */
  private static final String MACHINE =
      """
      {'QueryLanguage':'JSONata','StartAt':'Research','States':{
        'Research':{'Type':'Task','Resource':'agent:bench-researcher','Next':'Write'},
        'Write':{'Type':'Task','Resource':'agent:bench-writer','Next':'Review','Arguments':
          '{% $states.context.Execution.RedriveCount = 0 ? $error("not yet") : $states.input %}'},
        'Review':{'Type':'Task','Resource':'agent:bench-reviewer','End':true}}}
      """;

  @TempDir private Path folder;

  @Test
  void a_redrive_that_was_acknowledged_goes_on_and_runs_nothing_again() {
    try (var models = ModelEndpoint.start(LATENCY)) {
      String undisturbed;
      String killed;
      try (var first = serve(models)) {
        var client = new Client(first.url());
        undisturbed = failed(client);
        killed = failed(client);
        redrive(client, undisturbed);
        assertThat(client.await(undisturbed).path("status").textValue()).isEqualTo("completed");
        redrive(client, killed);
        first.kill();
      }
      try (var second = serve(models)) {
        var client = new Client(second.url());

        var ended = client.await(killed);
        assertThat(ended.path("status").textValue()).isEqualTo("completed");
        assertThat(ended.path("run").intValue()).isEqualTo(2);
        assertThat(types(client, killed)).isEqualTo(types(client, undisturbed));
        assertThat(answers(models, killed, "researcher")).isEqualTo(1);
        assertThat(types(client, killed)).containsOnlyOnce("task-redriven", "task-completed");
      }
    }
  }

  @Test
  void a_fork_that_was_acknowledged_goes_on_and_pays_for_nothing_again() {
    try (var models = ModelEndpoint.start(LATENCY)) {
      String undisturbed;
      String killed;
      try (var first = serve(models)) {
        var client = new Client(first.url());
        var source = client.submit("Source.", "bench", "source");
        assertThat(client.await(source).path("status").textValue()).isEqualTo("completed");
        undisturbed = fork(client, source);
        assertThat(client.await(undisturbed).path("status").textValue()).isEqualTo("completed");
        killed = fork(client, source);
        first.kill();
      }
      try (var second = serve(models)) {
        var client = new Client(second.url());

        assertThat(client.await(killed).path("status").textValue()).isEqualTo("completed");
        assertThat(types(client, killed)).isEqualTo(types(client, undisturbed));
        assertThat(new History(client.export(killed)).faults()).isEmpty();
        assertThat(answers(models, killed, "researcher")).isZero();
        assertThat(answers(models, killed, "writer")).isPositive();
      }
    }
  }

  private static String failed(Client client) {
    var id = client.submit("Work.", Client.json(MACHINE.replace("\"", "\\\"").replace('\'', '"')));
    assertThat(client.await(id).path("status").textValue()).isEqualTo("failed");
    return id;
  }

  private static void redrive(Client client, String id) {
    var answer = client.post("/v1/tasks/" + id + "/redrive", Client.json("{}"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  /** From behind the first step. */
  private static String fork(Client client, String source) {
    var at =
        client.events(source).stream()
            .filter(event -> event.path("type").textValue().equals("state-exited"))
            .findFirst()
            .orElseThrow()
            .path("sequence")
            .longValue();
    var answer =
        client.post("/v1/tasks/" + source + "/fork", Client.json("{\"at\":%d}".formatted(at)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return Client.json(answer.body()).path("id").textValue();
  }

  private static long answers(ModelEndpoint models, String id, String role) {
    return models.ledger().stream()
        .filter(call -> call.task().equals(id) && call.role().equals(role) && call.answered())
        .count();
  }

  private static List<String> types(Client client, String id) {
    return client.events(id).stream().map(event -> event.path("type").textValue()).toList();
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
