package dev.troupe.faults;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.faults.Evidence.Shown;
import dev.troupe.faults.Evidence.Told;
import dev.troupe.faults.SteadyLoad.Accepted;
import dev.troupe.journey.Client;
import dev.troupe.journey.Program;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Load that goes on, faults one after the other, and what everybody has written down of it. */
final class Run {
  private static final Set<String> ENDS = Set.of("completed", "failed", "cancelled");
  private static final Duration SETTLES_WITHIN = Duration.ofMinutes(4);
  private static final Duration ENDS_WITHIN = Duration.ofMinutes(4);
  private static final Duration BETWEEN_SUBMISSIONS = Duration.ofSeconds(1);
  private static final Duration LISTED_WITHIN = Duration.ofMinutes(1);
  private static final int WARM_UP = 20;
  private static final int BETWEEN_FAULTS = 5;

  /** Among so many there is one of each workflow. */
  private static final int BEHIND_THE_LAST = 16;

  /** All nodes have heard of a finding by then, if they ever will. */
  private static final Duration HEARD_WITHIN = Duration.ofSeconds(30);

  private static final int WATCHED_EACH = 4;

  /** Behind a node's name: its CRDT, not what it says of the journal. */
  static final String HEARD = ", as it has heard";

  private final Fleet fleet;
  private final Queue<Watcher> watchers = new ConcurrentLinkedQueue<>();
  private final List<Injected> injected = new ArrayList<>();

  private Run(Fleet fleet) {
    this.fleet = fleet;
  }

  /**
   * What came of it.
   *
   * @param repeated requests that clients had to repeat
   * @param reconnected how often a watcher had to ask again
   */
  record Outcome(Evidence evidence, List<Injected> injected, int repeated, int reconnected) {}

  /**
   * Faults one after the other, each once everything is well again.
   *
   * @throws AssertionError if it does not become well again, or a task does not end
   */
  static Outcome of(Fleet fleet, List<Fault> plan) {
    var run = new Run(fleet);
    try {
      return run.through(plan);
    } finally {
      run.watchers.forEach(Watcher::stop);
    }
  }

  private Outcome through(List<Fault> plan) {
    settle("the start");
    Work.define(new Client(fleet.urls().getFirst()));
    try (var load = SteadyLoad.on(fleet.urls(), BETWEEN_SUBMISSIONS, Work::of, this::watchSome)) {
      load.awaitMore(WARM_UP);
      for (var fault : plan) {
        inject(fault);
        load.awaitMore(BETWEEN_FAULTS);
      }
      var before = load.accepted().size();
      load.awaitMore(BEHIND_THE_LAST);
      var accepted = load.stop();
      if (!load.failed().isEmpty()) {
        throw new AssertionError("never accepted: " + load.failed());
      }
      var shown = new ArrayList<>(shown(accepted));
      shown.addAll(heard(accepted.subList(before, accepted.size())));
      decide(accepted);
      var told = told(accepted);
      try (var journal = fleet.cassandra().journal()) {
        return new Outcome(
            new Evidence(
                told,
                journal.rows(),
                journal.lineages(),
                fleet.models().answered(),
                shown,
                listed(told),
                injected.stream().collect(toMap(one -> one.fault().kind(), _ -> 1, Integer::sum))),
            List.copyOf(injected),
            load.repeated(),
            watchers.stream().mapToInt(watcher -> watcher.connections() - 1).sum());
      }
    }
  }

  private void watchSome(Accepted task) {
    var number = Math.floorMod(task.key().hashCode(), 1000);
    if (number % WATCHED_EACH == 0) {
      watchers.add(Watcher.of(fleet.urls(), task.task(), number));
    }
  }

  private void inject(Fault fault) {
    System.out.printf("%s  %s%n", Instant.now(), fault);
    var inflicted = Instant.now();
    fault.inflict().accept(fleet);
    var end = Instant.now().plus(fault.lasts());
    var decided = fault.isKill() ? decidedUntil(end) : Optional.<Instant>empty();
    Pauses.of(Duration.between(Instant.now(), end));
    fault.relieve().accept(fleet);
    var relieved = Instant.now();
    settle(fault.kind());
    var settled = Instant.now();
    System.out.printf(
        "%s  well again %.1f s later%n",
        settled, Duration.between(relieved, settled).toMillis() / 1000.0);
    injected.add(new Injected(fault, inflicted, decided.orElse(relieved), relieved, settled));
  }

  /** When those that are left saw each other and nobody else, if they did in time. */
  private Optional<Instant> decidedUntil(Instant end) {
    while (Instant.now().isBefore(end)) {
      if (fleet.unsettled().isEmpty()) {
        return Optional.of(Instant.now());
      }
      Program.pause();
    }
    return Optional.empty();
  }

  private void settle(String behind) {
    until(
        () -> "behind " + behind + ": " + fleet.unsettled().orElse(""),
        SETTLES_WITHIN,
        () -> fleet.unsettled().isEmpty() ? Optional.of(true) : Optional.empty());
  }

  /** What each node says of the tasks that share, once their agents have returned. */
  private List<Shown> shown(List<Accepted> accepted) {
    var shown = new ArrayList<Shown>();
    for (var task : accepted) {
      if (task.workflow().equals(Work.PLAIN)) {
        continue;
      }
      awaitStatus(task, Set.of("waiting", "completed", "failed", "cancelled"));
      for (var node : fleet.wanted()) {
        shown.add(
            new Shown(node.host().name(), task.task(), findings(node, task.task(), "journal")));
      }
    }
    return shown;
  }

  /**
   * What each node's own CRDTs have of tasks that nothing went wrong with and that have not ended.
   */
  private List<Shown> heard(List<Accepted> undisturbed) {
    var heard = new ArrayList<Shown>();
    for (var task : undisturbed) {
      if (task.workflow().equals(Work.LASTING)) {
        for (var node : fleet.wanted()) {
          heard.add(new Shown(node.host().name() + HEARD, task.task(), heard(node, task.task())));
        }
      }
    }
    return heard;
  }

  private static Set<String> heard(Node node, String task) {
    var recorded = findings(node, task, "journal");
    var end = Instant.now().plus(HEARD_WITHIN);
    var heard = findings(node, task, "node");
    while (!heard.equals(recorded) && Instant.now().isBefore(end)) {
      Program.pause();
      heard = findings(node, task, "node");
    }
    return heard;
  }

  private static Set<String> findings(Node node, String task, String view) {
    var findings = new TreeSet<String>();
    answer(node, "/v1/tasks/%s/findings?view=%s".formatted(task, view), "findings")
        .path("findings")
        .forEach(finding -> findings.add(finding.path("id").asText()));
    return findings;
  }

  /** Each at another node than the one before. */
  private void decide(List<Accepted> accepted) {
    var turn = 0;
    for (var task : accepted) {
      if (task.workflow().equals(Work.LASTING)) {
        var node = fleet.wanted().get(turn++ % fleet.wanted().size());
        var open =
            until(
                () -> "the question of " + task,
                ENDS_WITHIN,
                () ->
                    Optional.of(
                            node.ask("/v1/approvals?task=" + task.task() + "&status=open")
                                .path("approvals"))
                        .filter(questions -> questions.size() == 1)
                        .map(questions -> questions.path(0).path("id").asText()));
        var decision = JsonNodeFactory.instance.objectNode().put("decision", "approve");
        var answer = new Client(node.url()).post("/v1/approvals/" + open, decision);
        if (answer.statusCode() != 200) {
          throw new AssertionError("not decided: " + answer.body());
        }
      }
    }
  }

  private List<Told> told(List<Accepted> accepted) {
    var watched = watchers.stream().collect(toMap(Watcher::task, watcher -> watcher));
    var told = new ArrayList<Told>();
    for (var task : accepted) {
      var status = awaitStatus(task, ENDS);
      var watcher = watched.get(task.task());
      told.add(
          new Told(
              task.key(),
              task.task(),
              status,
              watcher == null ? List.of() : watcher.await(ENDS_WITHIN)));
    }
    return told;
  }

  /** A listing is a little behind; what it lacks when patience ends is missing. */
  private Map<String, Set<String>> listed(List<Told> told) {
    var wanted = told.stream().map(Told::task).collect(toSet());
    var listed = new HashMap<String, Set<String>>();
    for (var node : fleet.wanted()) {
      var end = Instant.now().plus(LISTED_WITHIN);
      var found = listing(node);
      while (!found.containsAll(wanted) && Instant.now().isBefore(end)) {
        Pauses.of(BETWEEN_SUBMISSIONS);
        found = listing(node);
      }
      listed.put(node.host().name(), found);
    }
    return listed;
  }

  private static Set<String> listing(Node node) {
    var tasks = new HashSet<String>();
    var cursor = "";
    do {
      var page = answer(node, "/v1/tasks?limit=200" + cursor, "tasks");
      page.path("tasks").forEach(task -> tasks.add(task.path("id").asText()));
      cursor = page.path("next").isTextual() ? "&cursor=" + page.path("next").asText() : "";
    } while (!cursor.isEmpty());
    return tasks;
  }

  private String awaitStatus(Accepted task, Set<String> wanted) {
    var node = fleet.wanted().get(Math.floorMod(task.hashCode(), fleet.wanted().size()));
    return until(
        () -> "%s of %s, which is %s".formatted(wanted, task, node.ask("/v1/tasks/" + task.task())),
        ENDS_WITHIN,
        () ->
            Optional.of(node.ask("/v1/tasks/" + task.task()).path("status").asText())
                .filter(wanted::contains));
  }

  private static JsonNode answer(Node node, String path, String field) {
    return until(
        () -> path + " of " + node.host().name(),
        ENDS_WITHIN,
        () -> Optional.of(node.ask(path)).filter(answer -> answer.has(field)));
  }

  private static <T> T until(
      Supplier<String> what, Duration patience, Supplier<Optional<T>> question) {
    var end = Instant.now().plus(patience);
    while (true) {
      var answer = question.get();
      if (answer.isPresent()) {
        return answer.get();
      }
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("%s did not come within %s".formatted(what.get(), patience));
      }
      Program.pause();
    }
  }
}
