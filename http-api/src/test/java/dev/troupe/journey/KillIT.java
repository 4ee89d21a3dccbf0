package dev.troupe.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the real program with SIGKILL and asks what is left. How often is set by {@code
 * troupe.kills.spread}, {@code .acknowledged} and {@code .knowledge}; the profile {@code faults}
 * sets the long lists.
 */
class KillIT {
  private static final Duration LATENCY = Duration.ofMillis(150);
  private static final int TASKS = 6;

  @TempDir Path folder;

  @Test
  void finishes_what_was_under_way_whenever_it_is_killed() {
    int kills = Integer.getInteger("troupe.kills.spread", 3);
    var resumed = new ArrayList<Optional<Duration>>();
    for (int kill = 0; kill < kills; kill++) {
      // Three calls of 150 ms each: the moments cover the whole of a task and a little more.
      var moment = LATENCY.multipliedBy(4).multipliedBy(kill + 1).dividedBy(kills + 1);
      resumed.add(killAndFinish(folder.resolve("spread-" + kill), moment));
    }
    report("kills spread over a run", resumed);
  }

  @Test
  void keeps_what_it_has_acknowledged() {
    int kills = Integer.getInteger("troupe.kills.acknowledged", 5);
    var resumed = new ArrayList<Optional<Duration>>();
    for (int kill = 0; kill < kills; kill++) {
      resumed.add(killAndFinish(folder.resolve("acknowledged-" + kill), Duration.ZERO));
    }
    report("kills right after the acknowledgement", resumed);
  }

  private Optional<Duration> killAndFinish(Path data, Duration moment) {
    try (var models = ModelEndpoint.start(LATENCY)) {
      Map<String, String> accepted;
      Instant killed;
      try (var first = serve(data, models)) {
        var client = new Client(first.url());
        accepted = submitAll(client);
        var due = Instant.now().plus(moment);
        while (Instant.now().isBefore(due)) {
          Program.pause();
        }
        first.kill();
        // Once it is dead: a call that began before may have been under way, one behind may not
        // repeat.
        killed = Instant.now();
      }
      try (var second = serve(data, models)) {
        var client = new Client(second.url());
        accepted.forEach((key, id) -> check(client, models, key, id, killed));
        return firstCallAfter(models, second.started())
            .map(call -> Duration.between(second.started(), call));
      }
    }
  }

  private Program serve(Path data, ModelEndpoint models) {
    return Program.serve(
        folder.resolve("logs"), data, "--model-url", models.url().toString(), "--quiet");
  }

  private static Map<String, String> submitAll(Client client) {
    var accepted = new HashMap<String, String>();
    IntStream.range(0, TASKS)
        .mapToObj(number -> "key-" + number)
        .forEach(key -> accepted.put(key, client.submit("goal of " + key, "bench", key)));
    return accepted;
  }

  private static void check(
      Client client, ModelEndpoint models, String key, String id, Instant killed) {
    assertThat(client.submit("goal of " + key, "bench", key)).isEqualTo(id);
    assertThat(client.await(id).path("status").textValue()).isEqualTo("completed");
    var history = new History(client.export(id));
    assertThat(history.faults()).isEmpty();
    assertThat(history.count("step-returned")).isEqualTo(3);
    assertThat(repeats(models, id, killed)).isLessThanOrEqualTo(1);
  }

  /**
   * Answered model calls of a task beyond one per step; a bench task has one open step at a time.
   */
  private static long repeats(ModelEndpoint models, String id, Instant killed) {
    var calls =
        models.ledger().stream().filter(call -> call.task().equals(id) && call.answered()).toList();
    var late = calls.stream().filter(call -> call.at().isAfter(killed)).toList();
    assertThat(late.stream().map(ModelEndpoint.Call::role).toList()).doesNotHaveDuplicates();
    return calls.size() - 3L;
  }

  /** Empty where all the work had been done before the kill. */
  private static Optional<Instant> firstCallAfter(ModelEndpoint models, Instant start) {
    return models.ledger().stream()
        .map(ModelEndpoint.Call::at)
        .filter(at -> at.isAfter(start))
        .min(Instant::compareTo);
  }

  @Test
  void keeps_every_document_that_was_reported_added() throws Exception {
    int kills = Integer.getInteger("troupe.kills.knowledge", 3);
    var documents = Files.createDirectories(folder.resolve("documents"));
    for (int number = 0; number < 30; number++) {
      Files.writeString(documents.resolve("note-%02d.md".formatted(number)), document(number));
    }
    for (int kill = 1; kill <= kills; kill++) {
      var data = folder.resolve("knowledge-" + kill);
      var reported = addAndKill(data, documents, 28 * kill / (kills + 1));
      var listed = run(data, "knowledge", "list", "--json");
      var kept = Client.json(listed).findValuesAsText("documents");
      assertThat(kept).isNotEmpty();
      assertThat(Integer.parseInt(kept.getFirst())).isGreaterThanOrEqualTo(reported);
      run(data, "knowledge", "add", documents.toString(), "--collection", "notes");
      assertThat(
              Client.json(run(data, "knowledge", "list", "--json")).findValuesAsText("documents"))
          .containsExactly("30");
    }
  }

  /** Kills the program once it has reported so many documents added; returns how many it had. */
  private int addAndKill(Path data, Path documents, int enough) {
    try (var adding =
        Program.start(
            folder.resolve("logs"),
            "knowledge",
            "add",
            documents.toString(),
            "--collection",
            "notes",
            "--data",
            data.toString())) {
      adding.until(
          "report of " + enough + " documents",
          () -> Optional.of(reported(adding)).filter(many -> many >= enough || !adding.alive()));
      adding.kill();
      return reported(adding);
    }
  }

  private static int reported(Program adding) {
    return (int) adding.errors().lines().filter(line -> line.contains("note-")).distinct().count();
  }

  private String run(Path data, String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", data.toString()));
    try (var program = Program.start(folder.resolve("logs"), all.toArray(String[]::new))) {
      assertThat(program.await()).as(program.errors()).isZero();
      return program.output();
    }
  }

  private static String document(int number) {
    return """
    # Note %1$d

    Agent number %1$d keeps its state as events. The journal of agent %1$d is synced before the
    next step begins. A restart folds the journal of agent %1$d again and goes on.
    """
        .formatted(number);
  }

  private static void report(String what, List<Optional<Duration>> resumed) {
    var calls = resumed.stream().flatMap(Optional::stream).toList();
    assertThat(calls).as("kills that left a model call to be made").isNotEmpty();
    System.out.printf(
        "%s: %d, lost 0; from the new process's start to its first model call, in the %d that left one: worst %d ms%n",
        what,
        resumed.size(),
        calls.size(),
        calls.stream().max(Duration::compareTo).orElseThrow().toMillis());
  }
}
