package dev.troupe.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real program as a cluster on a real Cassandra: what one node leaves, the others finish. */
class ClusterIT {
  private static final int TASKS = 12;
  private static final int STEPS = 3;
  private static final Duration LATENCY = Duration.ofMillis(500);
  private static final Duration START = Duration.ofMinutes(4);
  private static final Duration TAKE_OVER = Duration.ofMinutes(3);
  private static final Pattern NODE =
      Pattern.compile("(?m)^node-\\d listens at (\\S+) \\(process (\\d+)\\)$");
  private static final Pattern CASSANDRA =
      Pattern.compile("(?m)^Cassandra is ready \\(process (\\d+)\\)$");

  @TempDir Path folder;

  private record Node(URI url, ProcessHandle process) {
    static Node of(MatchResult line) {
      return new Node(URI.create(line.group(1)), running(line.group(2)));
    }
  }

  @Test
  void what_a_killed_and_a_suspended_node_leave_goes_on_elsewhere_and_the_rest_stops_together() {
    try (var models = ModelEndpoint.start(LATENCY);
        var cluster =
            Program.start(
                folder,
                "cluster",
                "--nodes=3",
                "--free-ports",
                "--data=" + folder.resolve("data"),
                "--config=" + models.config(folder.resolve("models.conf")))) {
      var started = new ArrayList<ProcessHandle>();
      try {
        var nodes = nodes(cluster);
        nodes.forEach(node -> started.add(node.process()));
        started.add(cassandra(cluster));
        var ids = submit(new Client(nodes.get(1).url()), "first");
        cluster.until(
            "a step that was returned",
            () -> models.ledger().stream().filter(ModelEndpoint.Call::answered).findFirst());

        // The first seed: it leads, and hosts all coordinators.
        nodes.getFirst().process().destroyForcibly();

        var third = new Client(nodes.get(2).url());
        cluster.until("all tasks' ends", TAKE_OVER, () -> whenAllCompleted(third, ids));
        requireSound(third, ids, models, TASKS);

        var more = submit(new Client(nodes.get(1).url()), "more");
        var suspended = nodes.get(2).process();
        signal("STOP", suspended);
        var second = new Client(nodes.get(1).url());
        cluster.until("all tasks' ends", TAKE_OVER, () -> whenAllCompleted(second, more));
        signal("CONT", suspended);
        cluster.until(
            "the end of who was suspended",
            () -> suspended.isAlive() ? Optional.empty() : Optional.of(true));
        requireSound(second, more, models, 2 * TASKS);
        cluster.interrupt();
        assertThat(cluster.await()).as(cluster.output()).isZero();
        assertThat(started).noneMatch(ProcessHandle::isAlive);
      } finally {
        started.forEach(ProcessHandle::destroyForcibly);
      }
    }
  }

  private static List<String> submit(Client client, String keys) {
    return IntStream.range(0, TASKS)
        .mapToObj(number -> client.submit("Work.", "bench", keys + number))
        .toList();
  }

  /** Of what was recorded nothing is asked again: at most the call in flight of each task. */
  private static void requireSound(
      Client client, List<String> ids, ModelEndpoint models, int tasksSoFar) {
    for (var id : ids) {
      assertThat(new History(client.export(id)).faults()).isEmpty();
    }
    assertThat(models.ledger().stream().filter(ModelEndpoint.Call::answered).count())
        .isBetween((long) tasksSoFar * STEPS, (long) tasksSoFar * (STEPS + 1));
  }

  private static void signal(String name, ProcessHandle process) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<Boolean> whenAllCompleted(Client client, List<String> ids) {
    return ids.stream()
            .allMatch(
                id -> "completed".equals(client.get("/v1/tasks/" + id).path("status").asText()))
        ? Optional.of(true)
        : Optional.empty();
  }

  private static List<Node> nodes(Program cluster) {
    return cluster.until(
        "three nodes that listen",
        START,
        () ->
            Optional.of(NODE.matcher(cluster.output()).results().map(Node::of).toList())
                .filter(found -> found.size() == 3));
  }

  private static ProcessHandle cassandra(Program cluster) {
    return CASSANDRA
        .matcher(cluster.output())
        .results()
        .map(line -> running(line.group(1)))
        .findFirst()
        .orElseThrow();
  }

  private static ProcessHandle running(String pid) {
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }
}
