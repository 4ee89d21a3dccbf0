package dev.troupe.supervisor;

import static dev.troupe.supervisor.TestNode.get;
import static dev.troupe.supervisor.TestNode.submission;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.StoredEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole tasks through the public door, on the real store. */
class TasksJourneyTest {
  private static final Duration LONG = Duration.ofSeconds(15);

  @TempDir private Path folder;

  @Test
  void a_report_is_planned_researched_written_and_approved() {
    try (var node = new TestNode(folder, ScriptedTeam.approving())) {
      var id = node.accepted(submission("How does it work, and what does it cost?"));

      var task = get(node.tasks.await("default", id, LONG)).orElseThrow();

      assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
      assertThat(task.outcome()).isEqualTo(Outcome.ANSWERED);
      assertThat(task.engine()).isEqualTo("offline");
      assertThat(task.usage().modelCalls()).isEqualTo(5);
      assertThat(task.output())
          .isEqualTo(
              ScriptedTeam.json(
                  """
                  {'markdown':'Draft after 0 comments [1]',
                   'citations':[{'number':1,'document':'a.md','heading':null,'quote':'It is so.'}]}
                  """));
    }
  }

  @Test
  void a_bench_of_three_steps_costs_four_writes() {
    var agents =
        new ScriptedAgents()
            .returning("bench-researcher", input -> input.path("goal"))
            .returning("bench-writer", input -> input.path("notes"))
            .returning("bench-reviewer", input -> input.path("draft"));
    try (var node = new TestNode(folder, agents)) {
      var id = node.accepted(submission("g", "bench", null));

      var task = get(node.tasks.await("default", id, LONG)).orElseThrow();
      var writes =
          get(node.tasks.export("default", id).runWith(Sink.seq(), node.system())).stream()
              .map(StoredEvent::writeId)
              .distinct()
              .toList();

      assertThat(task.output()).isEqualTo(ScriptedTeam.json("{'markdown':'g','citations':[]}"));
      assertThat(writes).hasSize(4);
    }
  }

  @Test
  void a_follower_sees_every_event_once_and_the_end() {
    try (var node = new TestNode(folder, ScriptedTeam.refusing(3))) {
      var id = node.accepted(submission("How?"));

      List<Long> sequences =
          get(node.tasks.follow("default", id, 2).runWith(Sink.seq(), node.system())).stream()
              .map(Tasks.Update.Recorded.class::cast)
              .map(recorded -> recorded.event().sequence())
              .toList();

      var task = get(node.tasks.get("default", id)).orElseThrow();
      assertThat(task.outcome()).isEqualTo(Outcome.UNAPPROVED);
      assertThat(sequences).hasSize((int) task.sequence() - 2);
      assertThat(sequences).isSorted().doesNotHaveDuplicates().startsWith(3L);
    }
  }
}
