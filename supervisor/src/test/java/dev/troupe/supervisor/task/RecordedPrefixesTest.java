package dev.troupe.supervisor.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.Decision.Accepted;
import dev.troupe.persistence.Decision.Rejected;
import dev.troupe.supervisor.recorded.RecordedCase;
import dev.troupe.supervisor.recorded.RecordedRun;
import dev.troupe.supervisor.recorded.Recordings;
import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is left of a recorded execution when it crashes behind any of its writes. */
class RecordedPrefixesTest {

  /** Asks one thing about each case's execution, and tells the cases that fall short. */
  private static Map<String, String> failures(Question question) throws IOException {
    Map<String, String> failures = new LinkedHashMap<>();
    for (var recorded : Recordings.executions()) {
      try {
        question.ask(executed(recorded));
      } catch (AssertionError | RuntimeException failure) {
        failures.put(recorded.name(), failure.toString());
      }
    }
    return failures;
  }

  private interface Question {
    void ask(VirtualExecution execution);
  }

  private static VirtualExecution executed(RecordedCase recorded) {
    return switch (WorkflowReader.read(recorded.json().path("definition"))) {
      case Reading.Sound(var workflow) -> new RecordedRun(recorded).execute(workflow);
      case Reading.Faulty(var faults) -> throw new AssertionError(faults);
    };
  }

  @Test
  void every_prefix_of_the_writes_folds_to_the_state_that_the_run_had_there() throws IOException {
    assertThat(failures(RecordedPrefixesTest::foldsToTheSameStates)).isEmpty();
  }

  @Test
  void the_commands_that_are_left_give_the_same_events_behind_every_prefix() throws IOException {
    assertThat(failures(RecordedPrefixesTest::goesOnTheSame)).isEmpty();
  }

  private static void foldsToTheSameStates(VirtualExecution execution) {
    Task live = new Task.Absent();
    var journal = new StoredJournal();
    for (var write : execution.writes()) {
      for (var event : write) {
        live = live.evolve(event);
      }
      journal.append(StoredJournal.lines(write));
      assertThat(journal.recovered()).isEqualTo(live);
    }
    assertThat(execution.task()).isEqualTo(live);
  }

  private static void goesOnTheSame(VirtualExecution execution) {
    var writes = execution.writes().stream().map(StoredJournal::lines).toList();
    var journal = new StoredJournal();
    for (var kept = 0; kept <= writes.size(); kept++) {
      var left = execution.commands().subList(kept, writes.size());
      assertThat(goingOn(journal.recovered(), left, execution.environment()))
          .as("behind %d of %d writes", kept, writes.size())
          .isEqualTo(writes.subList(kept, writes.size()));
      if (kept < writes.size()) {
        journal.append(writes.get(kept));
      }
    }
  }

  private static List<List<String>> goingOn(
      Task recovered, List<TaskCommand> commands, Environment environment) {
    List<List<String>> writes = new ArrayList<>();
    var task = recovered;
    for (var command : commands) {
      switch (task.decide(command, environment)) {
        case Accepted(var events) -> {
          writes.add(StoredJournal.lines(events));
          for (var event : events) {
            task = task.evolve(event);
          }
        }
        case Rejected(var reason) -> throw new AssertionError(reason);
      }
    }
    return writes;
  }
}
