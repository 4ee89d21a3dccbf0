package dev.troupe.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.faults.SteadyLoad.Accepted;
import dev.troupe.journey.Client;
import dev.troupe.journey.ModelEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The real program as a cluster on a real Cassandra: what one node leaves, the others finish. */
class ClusterIT {
  private static final int TASKS = 12;
  private static final Duration LATENCY = Duration.ofMillis(500);
  private static final Duration PAUSED = Duration.ofSeconds(5);
  private static final Duration TAKE_OVER = Duration.ofMinutes(3);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void three_faults_break_no_promise_and_the_rest_stops_together() {
    try (var models = ModelEndpoint.start(LATENCY);
        var cluster = new ClusterProgram(folder, models)) {
      var program = cluster.program();
      var nodes = cluster.nodes();
      var tasks = new ArrayList<>(submit(new Client(nodes.get(1).url()), "first"));
      program.until(
          "a step that was returned",
          () -> models.ledger().stream().filter(ModelEndpoint.Call::answered).findFirst());

      HostedProcess.signal(cluster.cassandra(), "STOP");
      Pauses.of(PAUSED);
      HostedProcess.signal(cluster.cassandra(), "CONT");
      var first = new Client(nodes.getFirst().url());
      program.until("all tasks' ends", TAKE_OVER, () -> whenAllCompleted(first, tasks));

      tasks.addAll(submit(new Client(nodes.get(1).url()), "second"));
      // The first seed: it leads, and hosts all coordinators.
      nodes.getFirst().process().destroyForcibly();

      var third = new Client(nodes.get(2).url());
      program.until("all tasks' ends", TAKE_OVER, () -> whenAllCompleted(third, tasks));

      tasks.addAll(submit(new Client(nodes.get(1).url()), "more"));
      var suspended = nodes.get(2);
      suspended.signal("STOP");
      var second = new Client(nodes.get(1).url());
      program.until("all tasks' ends", TAKE_OVER, () -> whenAllCompleted(second, tasks));
      suspended.signal("CONT");
      program.until(
          "the end of who was suspended",
          () -> suspended.process().isAlive() ? Optional.empty() : Optional.of(true));
      var evidence =
          cluster.evidence(
              second,
              tasks,
              models,
              Map.of("Cassandra paused", 1, "kill -9", 1, "SIGSTOP beyond downing", 1));
      assertThat(Checker.faults(evidence, 3 * TASKS)).isEmpty();
      assertThat(evidence.lineages()).as("journals that others went on with").isNotEmpty();
      program.interrupt();
      assertThat(program.await()).as(program.output()).isZero();
      assertThat(cluster.started()).noneMatch(ProcessHandle::isAlive);
    }
  }

  private static List<Accepted> submit(Client client, String keys) {
    return IntStream.range(0, TASKS)
        .mapToObj(number -> keys + number)
        .map(key -> new Accepted(key, client.submit("Work.", "bench", key), "bench"))
        .toList();
  }

  private static Optional<Boolean> whenAllCompleted(Client client, List<Accepted> tasks) {
    return tasks.stream()
            .map(task -> client.get("/v1/tasks/" + task.task()).path("status").asText())
            .allMatch("completed"::equals)
        ? Optional.of(true)
        : Optional.empty();
  }
}
