package dev.troupe.supervisor;

import static dev.troupe.supervisor.TestNode.LONG;
import static dev.troupe.supervisor.TestNode.eventually;
import static dev.troupe.supervisor.TestNode.get;
import static dev.troupe.supervisor.TestNode.submission;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.Assignment;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.supervisor.task.TaskEvent.StepReturned;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that ends with work open, and the next one on the same store. */
class TasksRestartTest {

  @TempDir private Path folder;
  private final ScriptedAgents agents = ScriptedTeam.approving();
  private TestNode node;

  @BeforeEach
  void start() {
    node = new TestNode(folder, agents);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void a_restarted_node_wakes_what_was_open_and_repeats_no_returned_step() {
    agents.with("writer", _ -> Optional.empty());
    var id = node.accepted(submission("How?"));
    eventually(() -> agents.assigned.stream().anyMatch(work -> work.role().equals("writer")));
    node.close();
    agents.returning("writer", ScriptedTeam::draft);
    agents.assigned.clear();

    node = new TestNode(folder, agents);
    assertThat(agents.assigned).isEmpty();
    assertThat(get(node.tasks.unfinished())).isEqualTo(1);
    node.tasks.wakeOldTasks();

    eventually(() -> get(node.tasks.unfinished()) == 0);
    assertThat(get(node.tasks.await("default", id, LONG)).orElseThrow().outcome())
        .isEqualTo(Outcome.ANSWERED);
    assertThat(agents.assigned).extracting(Assignment::role).containsExactly("writer", "reviewer");
    var returned =
        journal(id).stream()
            .map(StoredEvent::event)
            .filter(StepReturned.class::isInstance)
            .map(event -> ((StepReturned) event).assignment())
            .toList();
    assertThat(returned).doesNotHaveDuplicates().hasSize(5);
  }

  private List<StoredEvent> journal(String id) {
    return get(node.tasks.export("default", id).runWith(Sink.seq(), node.system()));
  }
}
