package dev.troupe.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.faults.Evidence.Answered;
import dev.troupe.faults.Evidence.Row;
import dev.troupe.faults.Evidence.Shown;
import dev.troupe.faults.Evidence.Told;
import dev.troupe.faults.Evidence.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A sound history passes, and each of its corruptions is caught for what it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckerTest {
  private static final String TASK = "t1";
  private static final String JOURNAL = "Supervisor|default/t1";
  private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

  /** Evidence that can be spoilt: two steps, taken over in the middle, with a zombie's event. */
  static final class Story {
    final List<Told> told = new ArrayList<>();
    final List<Row> rows = new ArrayList<>();
    final Map<String, List<Writer>> lineages = new HashMap<>();
    final List<Answered> answered = new ArrayList<>();
    final List<Shown> shown = new ArrayList<>();
    final Map<String, Set<String>> listed = new HashMap<>();
    final Map<String, Integer> faults = new HashMap<>();

    Story() {
      told.add(new Told("k1", TASK, "completed", LongStream.rangeClosed(1, 7).boxed().toList()));
      row(1, 10, "task-submitted", 0);
      row(2, 10, "step-assigned", 1);
      row(3, 10, "step-returned", 1);
      row(4, 10, "step-assigned", 2);
      row(5, 20, "step-returned", 2);
      row(6, 20, "state-exited", 0);
      row(7, 20, "task-completed", 0);
      // Of whoever was replaced.
      row(5, 10, "step-returned", 2);
      lineages.put(JOURNAL, List.of(new Writer(10, 1), new Writer(20, 5)));
      answered.add(new Answered(TASK + ":1:1", TASK, at(2)));
      answered.add(new Answered(TASK + ":2:1", TASK, at(4)));
      shown.add(new Shown("n1", TASK, Set.of("f1", "f2")));
      listed.put("n1", Set.of(TASK));
      faults.put("kill -9", 1);
    }

    void row(long number, long epoch, String type, int assignment) {
      rows.add(row(JOURNAL, number, epoch, type, assignment));
    }

    static Row row(String journal, long number, long epoch, String type, int assignment) {
      return new Row(
          journal,
          number,
          epoch,
          type,
          assignment,
          1,
          at(number),
          type.equals("step-returned") ? Set.of("f" + assignment) : Set.of());
    }

    static Instant at(long number) {
      return START.plusSeconds(number);
    }

    void remove(long number, long epoch) {
      rows.removeIf(row -> row.number() == number && row.epoch() == epoch);
    }

    void tell(String status, List<Long> watched) {
      told.set(0, new Told("k1", TASK, status, watched));
    }

    Evidence evidence() {
      return new Evidence(told, rows, lineages, answered, shown, listed, faults);
    }
  }

  @Test
  void a_sound_history_passes() {
    assertThat(Checker.faults(new Story().evidence(), 1)).isEmpty();
  }

  @Test
  void people_are_no_models() {
    var story = new Story();
    story.remove(1, 10);
    story.row(1, 10, "approval-requested", 2);
    story.answered.removeLast();
    assertThat(Checker.faults(story.evidence(), 1)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void catches(String name, Consumer<Story> corruption, String found) {
    var story = new Story();
    corruption.accept(story);

    assertThat(Checker.faults(story.evidence(), 1))
        .as(name)
        .anySatisfy(fault -> assertThat(fault).contains(found));
  }

  static List<Arguments> catches() {
    return List.of(
        spoilt("no fault", story -> story.faults.clear(), "no fault was injected"),
        spoilt("no load", story -> story.told.clear(), "only 0 tasks"),
        spoilt("a lost task", story -> story.rows.clear(), "is not in the journal"),
        spoilt("no end", story -> story.remove(7, 20), "has no end"),
        spoilt("two ends", story -> story.row(8, 20, "task-failed", 0), "ends twice in one run"),
        spoilt(
            "an event behind the end",
            story -> story.row(8, 20, "state-entered", 0),
            "state-entered comes behind the end"),
        spoilt(
            "redriven in the middle",
            story -> {
              story.remove(6, 20);
              story.row(6, 20, "task-redriven", 0);
            },
            "was redriven before it had ended"),
        spoilt("a gap", story -> story.remove(4, 10), "event 5 follows 3"),
        spoilt(
            "the same number twice", story -> story.row(6, 20, "state-exited", 0), "6 follows 6"),
        spoilt(
            "a row that no take-over explains",
            story -> story.row(8, 30, "state-entered", 0),
            "nobody later has taken over"),
        spoilt(
            "epochs that alternate",
            story -> {
              story.remove(7, 20);
              story.row(7, 10, "task-completed", 0);
              story.lineages.put(
                  JOURNAL, List.of(new Writer(10, 1), new Writer(20, 5), new Writer(10, 7)));
            },
            "epoch 10 follows 20"),
        spoilt(
            "a step that returned twice",
            story -> {
              story.remove(6, 20);
              story.row(6, 20, "step-returned", 2);
            },
            "step 2 returned twice"),
        spoilt(
            "a step that nobody assigned",
            story -> {
              story.remove(6, 20);
              story.row(6, 20, "step-returned", 3);
            },
            "step 3 returned and was never assigned"),
        spoilt(
            "an answer that no model gave",
            story -> story.answered.removeLast(),
            "step 2 returned and no model was asked"),
        spoilt(
            "a recorded step that ran again",
            story -> story.answered.add(new Answered(TASK + ":1:1", TASK, Story.at(6))),
            "asked again"),
        spoilt(
            "more answers than faults allow",
            story -> {
              story.answered.add(new Answered(TASK + ":2:1", TASK, Story.at(4)));
              story.answered.add(new Answered(TASK + ":2:1", TASK, Story.at(4)));
            },
            "answered 3 times with 1 faults"),
        spoilt(
            "a watcher that missed the beginning",
            story -> story.tell("completed", List.of(3L, 4L, 5L, 6L, 7L)),
            "was told 3 first"),
        spoilt(
            "a row of somebody who never counted",
            story -> story.row(3, 15, "step-returned", 1),
            "nobody later has taken over"),
        spoilt(
            "a watcher that missed one",
            story -> story.tell("completed", List.of(1L, 2L, 4L, 5L, 6L, 7L)),
            "was told 4 behind 2"),
        spoilt(
            "a watcher that was told one twice",
            story -> story.tell("completed", List.of(1L, 2L, 2L, 3L, 4L, 5L, 6L, 7L)),
            "was told 2 behind 2"),
        spoilt(
            "a watcher that never saw the end",
            story -> story.tell("completed", List.of(1L, 2L, 3L)),
            "was told 3 last"),
        spoilt(
            "a client that was told something else",
            story -> story.tell("failed", List.of()),
            "was shown as failed"),
        spoilt(
            "a finding that a node does not know",
            story -> story.shown.add(new Shown("n2", TASK, Set.of("f1"))),
            "n2 shows"),
        spoilt(
            "a finding that nobody recorded",
            story -> story.shown.add(new Shown("n3", TASK, Set.of("f1", "f2", "f3"))),
            "n3 shows"),
        spoilt(
            "a task that a listing lacks",
            story -> story.listed.put("n2", Set.of()),
            "is not in the listing of n2"),
        spoilt(
            "a task that nobody was told of",
            story -> story.rows.add(Story.row("Supervisor|default/t2", 1, 10, "task-submitted", 0)),
            "no client was told of"),
        spoilt(
            "one key, two tasks",
            story -> story.told.add(new Told("k1", "t2", "completed", List.of())),
            "was told two tasks"));
  }

  private static Arguments spoilt(String name, Consumer<Story> corruption, String found) {
    return Arguments.of(name, corruption, found);
  }
}
