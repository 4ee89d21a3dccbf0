package dev.troupe.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.faults.ClusterProgram.Started;
import dev.troupe.faults.Evidence.Row;
import dev.troupe.journey.Client;
import dev.troupe.journey.ModelEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Nodes are told to leave and are started again, one after the other, under load. */
@EnabledIfSystemProperty(named = "troupe.rolling", matches = "true")
class RollingIT {
  private static final int TASKS_AT_LEAST = 60;

  /** Of the longest times without an event, so many are told with what they lie between. */
  private static final int SHOWN = 12;

  /** A node that has done nothing yet is slow for its first tasks: that is no part of a restart. */
  private static final int WARM_UP = 30;

  private static final Duration LATENCY = Duration.ofMillis(500);
  private static final Duration SETTLES = Duration.ofMinutes(2);

  /** Less than the time after which a supervisor assigns again by itself. */
  private static final Duration NOBODY_WAITS_FOR = Duration.ofSeconds(9);

  /** Where no node is left that it has started, `troupe cluster` ends: the third stays. */
  private static final List<Integer> RESTARTED = List.of(0, 1, 0);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void a_rolling_restart_fails_no_request_and_loses_no_task() {
    try (var models = ModelEndpoint.start(LATENCY);
        var cluster = new ClusterProgram(folder, models)) {
      var nodes = new ArrayList<>(cluster.nodes());
      try (var load =
          SteadyLoad.on(
              nodes.stream().map(Started::url).toList(),
              Duration.ofMillis(500),
              _ -> "bench",
              _ -> {})) {
        load.awaitMore(WARM_UP);
        var warm = new Client(nodes.getFirst().url());
        load.accepted().forEach(task -> warm.await(task.task()));
        for (var number : RESTARTED) {
          var node = nodes.get(number);
          load.awaitMore(10);
          say(node + " is told to leave");
          node.signal("TERM");
          cluster
              .program()
              .until(
                  "the end of " + node,
                  SETTLES,
                  () -> node.process().isAlive() ? Optional.empty() : Optional.of(true));
          say(node + " has ended");
          nodes.set(number, cluster.restart(node));
          say(nodes.get(number) + " is there again");
          awaitAllUp(cluster, nodes);
          say("all are up");
        }
        load.awaitMore(10);
        var accepted = load.stop();
        assertThat(load.failed()).isEmpty();
        var client = new Client(nodes.getFirst().url());
        var evidence =
            cluster.evidence(client, accepted, models, Map.of("SIGTERM", RESTARTED.size()));
        assertThat(Checker.faults(evidence, TASKS_AT_LEAST)).isEmpty();
        assertThat(evidence.told()).allMatch(told -> told.status().equals("completed"));
        System.out.printf(
            "rolling restart: %d tasks, %d requests repeated%n", accepted.size(), load.repeated());
        requireNobodyWaitedLong(evidence);
      }
    }
  }

  private static void say(String what) {
    System.out.printf("%s  %s%n", Instant.now(), what);
  }

  private static void awaitAllUp(ClusterProgram cluster, List<Started> nodes) {
    for (var node : nodes) {
      var client = new Client(node.url());
      cluster
          .program()
          .until(
              "three members, as " + node + " sees it",
              SETTLES,
              () ->
                  Optional.of(client.get("/v1/cluster").path("members"))
                      .filter(members -> up(members) == 3 && members.size() == 3));
    }
  }

  private static long up(JsonNode members) {
    return members.findValuesAsText("status").stream().filter("up"::equalsIgnoreCase).count();
  }

  /** The longest time of a task without an event in any of its journals. */
  private record Gap(Duration length, Row before, Row behind) {
    static Gap between(Row before, Row behind) {
      return new Gap(Duration.between(before.at(), behind.at()), before, behind);
    }

    @Override
    public String toString() {
      return "%5d ms, from %s %s of epoch %d in %s to %s of epoch %d in %s"
          .formatted(
              length.toMillis(),
              before.at(),
              before.type(),
              before.epoch(),
              before.journal(),
              behind.type(),
              behind.epoch(),
              behind.journal());
    }
  }

  private static Gap longest(Evidence evidence, String task) {
    var rows =
        evidence.rows().stream()
            .filter(row -> row.journal().contains(task))
            .sorted(Comparator.comparing(Row::at))
            .toList();
    return IntStream.range(1, rows.size())
        .mapToObj(i -> Gap.between(rows.get(i - 1), rows.get(i)))
        .max(Comparator.comparing(Gap::length))
        .orElseThrow();
  }

  private static void requireNobodyWaitedLong(Evidence evidence) {
    var gaps =
        evidence.told().stream()
            .map(told -> longest(evidence, told.task()))
            .sorted(Comparator.comparing(Gap::length))
            .toList();
    System.out.printf(
        "rolling restart: longest time without an event, of each task, a model's %d ms included:"
            + " p50 %d ms, p99 %d ms, max %d ms%n",
        LATENCY.toMillis(),
        gaps.get(gaps.size() / 2).length().toMillis(),
        gaps.get(gaps.size() * 99 / 100).length().toMillis(),
        gaps.getLast().length().toMillis());
    gaps.stream().skip(Math.max(0, gaps.size() - SHOWN)).forEach(System.out::println);
    assertThat(gaps.getLast().length()).isLessThan(NOBODY_WAITS_FOR);
  }
}
