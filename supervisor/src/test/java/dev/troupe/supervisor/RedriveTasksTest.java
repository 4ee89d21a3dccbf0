package dev.troupe.supervisor;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static dev.troupe.supervisor.TestNode.eventually;
import static dev.troupe.supervisor.TestNode.get;
import static dev.troupe.supervisor.TestNode.submission;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.Assignment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redriven tasks on the real store, with nodes that end in between. */
class RedriveTasksTest {

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

  private String failed() {
    agents.with("writer", work -> Optional.of(ScriptedAgents.failed(work, "Model.Refused")));
    var id = node.accepted(submission("How?"));
    assertThat(node.ended(id).status()).isEqualTo(TaskStatus.FAILED);
    agents.assigned.clear();
    return id;
  }

  private List<String> types(String id) {
    return get(node.tasks.events("default", id, 0, 1_000)).orElseThrow().stream()
        .map(TaskEventView::type)
        .toList();
  }

  private TaskStatus listed(String id) {
    return get(node.tasks.list(new TaskSummary.Query("default", null, Map.of(), null, 100)))
        .tasks()
        .stream()
        .filter(task -> task.id().equals(id))
        .findFirst()
        .orElseThrow()
        .status();
  }

  @Test
  void goes_on_from_the_failed_step_and_the_listing_follows() {
    var id = failed();
    eventually(() -> listed(id) == TaskStatus.FAILED);
    agents.returning("writer", ScriptedTeam::draft);

    var begun = get(node.tasks.redrive("default", id));

    assertThat(begun)
        .isInstanceOfSatisfying(
            RedriveReply.Begun.class, reply -> assertThat(reply.task().run()).isEqualTo(2));
    assertThat(node.ended(id).outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(agents.assigned).extracting(Assignment::role).containsExactly("writer", "reviewer");
    assertThat(types(id)).containsSubsequence("task-failed", "task-redriven", "task-completed");
    eventually(() -> listed(id) == TaskStatus.COMPLETED);
    eventually(() -> get(node.tasks.unfinished()) == 0);
    assertThat(get(node.tasks.redrive("default", id))).isInstanceOf(RedriveReply.Refused.class);
  }

  @Test
  void a_restarted_node_wakes_a_redriven_task_and_repeats_no_returned_step() {
    var id = failed();
    agents.with("writer", _ -> Optional.empty());
    get(node.tasks.redrive("default", id));
    eventually(() -> !agents.assigned.isEmpty());
    node.close();
    agents.assigned.clear();
    agents.returning("writer", ScriptedTeam::draft);

    node = new TestNode(folder, agents);
    assertThat(get(node.tasks.unfinished())).isEqualTo(1);
    node.tasks.wakeOldTasks();

    eventually(() -> get(node.tasks.unfinished()) == 0);
    assertThat(node.ended(id).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(agents.assigned).extracting(Assignment::role).containsExactly("writer", "reviewer");
  }

  @Test
  void a_follower_is_told_what_stands_behind_the_first_end() {
    var id = failed();
    agents.returning("writer", ScriptedTeam::draft);
    get(node.tasks.redrive("default", id));
    node.ended(id);

    var followed = get(node.tasks.follow("default", id, 0).runWith(Sink.seq(), node.system()));

    var recorded = followed.stream().filter(Tasks.Update.Recorded.class::isInstance).toList();
    assertThat(recorded).hasSize(types(id).size());
  }

  @Test
  void an_inline_workflow_is_found_again() {
    agents.with("a", work -> Optional.of(ScriptedAgents.failed(work, "Broken")));
    var definition =
        """
        {'QueryLanguage':'JSONata','StartAt':'A','States':{
          'A':{'Type':'Task','Resource':'agent:a','End':true}}}
        """
            .replace('\'', '"');
    var id = node.accepted(TestNode.ofMachine("g", definition));
    node.ended(id);
    agents.returning("a", _ -> json("{'done':true}"));

    assertThat(get(node.tasks.redrive("default", id))).isInstanceOf(RedriveReply.Begun.class);
    assertThat(node.ended(id).output()).isEqualTo(json("{'done':true}"));
  }

  @Test
  void an_unknown_task_is_not_redriven_and_nothing_is_written() {
    var unknown = UUID.randomUUID().toString();

    assertThat(get(node.tasks.redrive("default", unknown)))
        .isInstanceOf(RedriveReply.Unknown.class);
    assertThat(get(node.tasks.redrive("default", "x"))).isInstanceOf(RedriveReply.Unknown.class);
    assertThat(get(node.tasks.unfinished())).isZero();
    assertThat(get(node.tasks.events("default", unknown, 0, 10))).isEmpty();
  }
}
