package dev.troupe.faults;

import dev.troupe.faults.Evidence.Answered;
import dev.troupe.faults.Evidence.Row;
import dev.troupe.faults.Evidence.Told;
import dev.troupe.faults.Evidence.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whether the promises were kept, judged by evidence alone: it uses nothing of the program, so that
 * a fault of the program cannot hide itself.
 */
final class Checker {
  private static final String SUPERVISOR = "Supervisor|";
  private static final Map<String, String> ENDS =
      Map.of(
          "task-completed", "completed",
          "task-failed", "failed",
          "task-cancelled", "cancelled");

  /** Clocks of the model server and of nodes are those of one machine. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMillis(50);

  private final Evidence evidence;
  private final int tasksAtLeast;
  private final List<String> faults = new ArrayList<>();

  private Checker(Evidence evidence, int tasksAtLeast) {
    this.evidence = evidence;
    this.tasksAtLeast = tasksAtLeast;
  }

  /**
   * A sentence for each promise that was broken.
   *
   * @param tasksAtLeast a run with fewer has shown nothing
   */
  static List<String> faults(Evidence evidence, int tasksAtLeast) {
    return new Checker(evidence, tasksAtLeast).all();
  }

  /** The same of the journals alone, of a run that has not come to its end. */
  static List<String> faultsOfJournals(List<Row> rows, Map<String, List<Writer>> lineages) {
    var evidence =
        new Evidence(List.of(), rows, lineages, List.of(), List.of(), Map.of(), Map.of());
    var checker = new Checker(evidence, 0);
    checker.checkJournals();
    return checker.faults;
  }

  private List<String> all() {
    if (evidence.injected() == 0) {
      faults.add("no fault was injected: the run shows nothing");
    }
    if (evidence.told().size() < tasksAtLeast) {
      faults.add("only %d tasks of at least %d".formatted(evidence.told().size(), tasksAtLeast));
    }
    var counted = checkJournals();
    keys();
    for (var told : evidence.told()) {
      var journal = supervisor(counted, told.task());
      if (journal.isEmpty()) {
        faults.add("task %s was accepted and is not in the journal".formatted(told.task()));
      } else {
        checkRuns(told, journal);
        checkSteps(told.task(), journal);
        checkWatched(told, journal);
      }
    }
    checkAsked(counted);
    checkModelCalls(counted);
    checkShown(counted);
    checkListed();
    return faults;
  }

  /** Whether numbers and epochs are what they have to be; the rows that count, of each journal. */
  private Map<String, List<Row>> checkJournals() {
    var journals = new TreeMap<String, List<Row>>();
    for (var row : evidence.rows()) {
      journals.computeIfAbsent(row.journal(), _ -> new ArrayList<>()).add(row);
    }
    var counted = new HashMap<String, List<Row>>();
    journals.forEach((journal, rows) -> counted.put(journal, counted(journal, rows)));
    counted.forEach(this::checkNumbers);
    return counted;
  }

  /** The rows that count by the lineage, in order; each other one must be explained by it. */
  private List<Row> counted(String journal, List<Row> rows) {
    var ordered = new ArrayList<>(rows);
    ordered.sort(Comparator.comparingLong(Row::number).thenComparingLong(Row::epoch));
    var writers = evidence.lineages().get(journal);
    if (writers == null) {
      // Nobody has taken it over: whoever began it last is its only writer.
      var begun =
          ordered.stream().filter(row -> row.number() == 1).mapToLong(Row::epoch).max().orElse(0);
      writers = List.of(new Writer(begun, 1));
    }
    var counted = new ArrayList<Row>();
    for (var row : ordered) {
      if (writerOf(writers, row.number()) == row.epoch()) {
        counted.add(row);
      } else if (writers.stream()
          .noneMatch(writer -> writer.epoch() > row.epoch() && writer.first() <= row.number())) {
        faults.add(
            "%s: event %d of epoch %d is not counted, and nobody later has taken over"
                .formatted(journal, row.number(), row.epoch()));
      }
    }
    return counted;
  }

  private static long writerOf(List<Writer> writers, long number) {
    long epoch = 0;
    for (var writer : writers) {
      if (writer.first() <= number) {
        epoch = writer.epoch();
      }
    }
    return epoch;
  }

  private void checkNumbers(String journal, List<Row> rows) {
    long number = 0;
    long epoch = 0;
    for (var row : rows) {
      if (row.number() != number + 1) {
        faults.add("%s: event %d follows %d".formatted(journal, row.number(), number));
      }
      if (row.epoch() < epoch) {
        faults.add(
            "%s: at event %d epoch %d follows %d"
                .formatted(journal, row.number(), row.epoch(), epoch));
      }
      number = row.number();
      epoch = row.epoch();
    }
  }

  private void keys() {
    var tasks = new HashMap<String, String>();
    for (var told : evidence.told()) {
      var other = tasks.put(told.key(), told.task());
      if (other != null && !other.equals(told.task())) {
        faults.add(
            "key %s was told two tasks, %s and %s".formatted(told.key(), other, told.task()));
      }
    }
  }

  /** Whoever repeats a request under its key is told the same task: there is no other one. */
  private void checkAsked(Map<String, List<Row>> counted) {
    var told = evidence.told().stream().map(Told::task).collect(Collectors.toSet());
    for (var journal : counted.keySet()) {
      if (journal.startsWith(SUPERVISOR)
          && !told.contains(journal.substring(journal.lastIndexOf('/') + 1))) {
        faults.add("%s is of a task that no client was told of".formatted(journal));
      }
    }
  }

  private static List<Row> supervisor(Map<String, List<Row>> counted, String task) {
    return counted.entrySet().stream()
        .filter(
            entry -> entry.getKey().startsWith(SUPERVISOR) && entry.getKey().endsWith("/" + task))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(List.of());
  }

  private void checkRuns(Told told, List<Row> journal) {
    String end = null;
    for (var row : journal) {
      if (row.type().equals("task-redriven")) {
        if (end == null) {
          faults.add("task %s was redriven before it had ended".formatted(told.task()));
        }
        end = null;
      } else if (end != null) {
        faults.add(
            ENDS.containsKey(row.type())
                ? "task %s ends twice in one run, by %s and %s"
                    .formatted(told.task(), end, row.type())
                : "task %s: %s comes behind the end".formatted(told.task(), row.type()));
      } else if (ENDS.containsKey(row.type())) {
        end = row.type();
      }
    }
    if (end == null) {
      faults.add("task %s has no end".formatted(told.task()));
    } else if (!told.status().equals(ENDS.get(end))) {
      faults.add("task %s was shown as %s and has %s".formatted(told.task(), told.status(), end));
    }
  }

  private void checkSteps(String task, List<Row> journal) {
    var assigned = new HashSet<Integer>();
    var returned = new HashSet<Integer>();
    for (var row : journal) {
      if (row.type().equals("step-assigned")) {
        assigned.add(row.assignment());
      }
      if (row.type().equals("step-returned")) {
        if (!assigned.contains(row.assignment())) {
          faults.add(
              "task %s: step %d returned and was never assigned".formatted(task, row.assignment()));
        }
        if (!returned.add(row.assignment())) {
          faults.add("task %s: step %d returned twice".formatted(task, row.assignment()));
        }
      }
    }
  }

  private void checkWatched(Told told, List<Row> journal) {
    var watched = told.watched();
    if (!watched.isEmpty() && watched.getFirst() != 1) {
      faults.add(
          "a watcher of task %s was told %d first".formatted(told.task(), watched.getFirst()));
    }
    for (var i = 1; i < watched.size(); i++) {
      if (watched.get(i) != watched.get(i - 1) + 1) {
        faults.add(
            "a watcher of task %s was told %d behind %d"
                .formatted(told.task(), watched.get(i), watched.get(i - 1)));
      }
    }
    if (!watched.isEmpty() && watched.getLast() != journal.getLast().number()) {
      faults.add(
          "a watcher of task %s was told %d last and the journal ends with %d"
              .formatted(told.task(), watched.getLast(), journal.getLast().number()));
    }
  }

  private void checkListed() {
    evidence
        .listed()
        .forEach((node, tasks) ->
            evidence.told().stream()
                .filter(told -> !tasks.contains(told.task()))
                .forEach(told ->
                    faults.add(
                        "task %s is not in the listing of %s".formatted(told.task(), node))));
  }

  private void checkShown(Map<String, List<Row>> counted) {
    for (var shown : evidence.shown()) {
      var recorded =
          supervisor(counted, shown.task()).stream()
              .flatMap(row -> row.findings().stream())
              .collect(Collectors.toSet());
      if (!recorded.equals(shown.findings())) {
        faults.add(
            "task %s: %s shows the findings %s, and the journal has %s"
                .formatted(shown.task(), shown.node(), shown.findings(), recorded));
      }
    }
  }

  /** Of each call one answer, and one more for each fault; of a recorded step not even that. */
  private void checkModelCalls(Map<String, List<Row>> counted) {
    Map<String, List<Answered>> byKey =
        evidence.answered().stream().collect(Collectors.groupingBy(Answered::key));
    byKey.forEach((key, answers) -> {
      if (answers.size() > 1 + evidence.injected()) {
        faults.add(
            "call %s was answered %d times with %d faults"
                .formatted(key, answers.size(), evidence.injected()));
      }
    });
    Set<String> asked =
        evidence.answered().stream().map(Answered::task).collect(Collectors.toSet());
    for (var told : evidence.told()) {
      var journal = supervisor(counted, told.task());
      var ofPeople = new HashSet<Integer>();
      for (var row : journal) {
        if (row.type().equals("approval-requested")) {
          ofPeople.add(row.assignment());
        }
        if (row.type().equals("step-returned") && !ofPeople.contains(row.assignment())) {
          checkStepAgainstLedger(told.task(), row, byKey, asked);
        }
      }
    }
  }

  private void checkStepAgainstLedger(
      String task, Row returned, Map<String, List<Answered>> byKey, Set<String> asked) {
    var calls = task + ":" + returned.assignment() + ":";
    var ofStep =
        byKey.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(calls))
            .flatMap(entry -> entry.getValue().stream())
            .toList();
    if (ofStep.isEmpty() && !asked.isEmpty()) {
      faults.add(
          "task %s: step %d returned and no model was asked"
              .formatted(task, returned.assignment()));
    }
    for (var answered : ofStep) {
      if (answered.at().isAfter(returned.at().plus(CLOCKS_DIFFER))) {
        faults.add(
            "task %s: step %d was recorded at %s and asked again at %s"
                .formatted(task, returned.assignment(), returned.at(), answered.at()));
      }
    }
  }
}
