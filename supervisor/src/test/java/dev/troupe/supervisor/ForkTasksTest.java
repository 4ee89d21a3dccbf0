package dev.troupe.supervisor;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static dev.troupe.supervisor.TestNode.eventually;
import static dev.troupe.supervisor.TestNode.get;
import static dev.troupe.supervisor.TestNode.submission;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Assignment;
import dev.troupe.agents.Usage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forks on the real store. */
class ForkTasksTest {

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

  private List<TaskEventView> events(String id) {
    return get(node.tasks.events("default", id, 0, 1_000)).orElseThrow();
  }

  /** Where the workflow itself left a state, in order. */
  private List<Long> exits(String id) {
    return events(id).stream()
        .filter(event -> event.type().equals("state-exited"))
        .filter(event -> event.data().path("frame").asInt() == 0)
        .filter(event -> event.data().hasNonNull("next"))
        .map(TaskEventView::sequence)
        .toList();
  }

  private static Fork fork(String id, long at, @Nullable JsonNode patch, @Nullable String key) {
    return new Fork("default", key, id, at, patch, null, null, null, "");
  }

  private String accepted(Fork fork) {
    return get(node.tasks.fork(fork))
            instanceof ForkReply.Submitted(SubmitReply.Accepted(var id, _, _))
        ? id
        : "refused: " + get(node.tasks.fork(fork));
  }

  @Test
  void runs_only_what_stands_behind_the_point_and_pays_only_for_that() {
    var source = node.accepted(submission("How?"));
    node.ended(source);
    var at = exits(source).get(1);
    agents.assigned.clear();

    var id = accepted(fork(source, at, null, null));

    assertThat(node.ended(id).outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(agents.assigned).extracting(Assignment::role).containsExactly("writer", "reviewer");
    assertThat(node.ended(id).usage()).isEqualTo(new Usage(2, 0, 0));
    var copied = events(source).subList(1, at.intValue());
    assertThat(events(id).subList(1, at.intValue())).isEqualTo(copied);
    assertThat(events(id).get(at.intValue()).type()).isEqualTo("task-forked");
    assertThat(agents.heirs.values()).extracting(agent -> agent.taskId()).containsOnly(source);
    assertThat(get(node.tasks.serviceHistory("default", id))).isPresent();
    assertThat(get(node.tasks.get("default", id)).orElseThrow().labels())
        .isEqualTo(Map.of("team", "a"));
  }

  @Test
  void a_diff_tells_where_a_fork_parted_and_what_each_spent_from_there() {
    var source = node.accepted(submission("How?"));
    node.ended(source);
    var at = exits(source).get(1);
    agents.with("writer", work -> Optional.of(ScriptedAgents.failed(work, "Model.Refused")));
    var id = accepted(fork(source, at, null, null));
    node.ended(id);

    var reply = get(node.tasks.diff("default", source, id));

    assertThat(reply)
        .isInstanceOfSatisfying(
            TaskDiff.Reply.Found.class,
            found -> {
              var diff = found.diff();
              assertThat(diff.common())
                  .isNotNull()
                  .extracting(TaskDiff.Common::sequence, TaskDiff.Common::otherSequence)
                  .containsExactly(at, at);
              assertThat(diff.other().difference())
                  .isNotNull()
                  .extracting(TaskEventView::type)
                  .isEqualTo("task-forked");
              assertThat(diff.task().status()).isEqualTo(TaskStatus.COMPLETED);
              assertThat(diff.task().usage()).isEqualTo(new Usage(2, 0, 0));
              assertThat(diff.task().states()).isNotEmpty();
              assertThat(diff.other().status()).isEqualTo(TaskStatus.FAILED);
              // The writer is tried again twice.
              assertThat(diff.other().usage()).isEqualTo(new Usage(3, 0, 0));
              assertThat(diff.other().states()).isEmpty();
            });
    var unknown = UUID.randomUUID().toString();
    assertThat(get(node.tasks.diff("default", source, unknown)))
        .isEqualTo(new TaskDiff.Reply.Unknown(unknown));
    assertThat(get(node.tasks.events("default", unknown, 0, 1))).isEmpty();
  }

  @Test
  void the_same_key_and_wish_is_the_same_task_and_another_wish_a_conflict() {
    var source = node.accepted(submission("How?"));
    node.ended(source);
    var at = exits(source).getFirst();

    var id = accepted(fork(source, at, null, "k"));
    assertThat(accepted(fork(source, at, null, "k"))).isEqualTo(id);
    assertThat(get(node.tasks.fork(fork(source, at, json("{'x':1}"), "k"))))
        .isEqualTo(new ForkReply.Submitted(new SubmitReply.Conflict(id)));
    // Not the source's own submission either.
    assertThat(get(node.tasks.submit(submission("How?", null, "k"))))
        .isInstanceOf(SubmitReply.Conflict.class);
    node.ended(id);
  }

  @Test
  void a_source_may_still_run_and_a_fork_survives_a_restart() {
    agents.with("writer", _ -> Optional.empty());
    var source = node.accepted(submission("How?"));
    eventually(() -> agents.assigned.stream().anyMatch(work -> work.role().equals("writer")));

    var id = accepted(fork(source, exits(source).getLast(), null, null));
    node.close();
    agents.assigned.clear();
    agents.returning("writer", ScriptedTeam::draft);
    node = new TestNode(folder, agents);
    assertThat(get(node.tasks.unfinished())).isEqualTo(2);
    node.tasks.wakeOldTasks();

    assertThat(node.ended(id).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(node.ended(source).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(agents.assigned)
        .extracting(Assignment::role)
        .containsExactlyInAnyOrder("writer", "reviewer", "writer", "reviewer");
  }

  @Test
  void goes_on_with_another_workflow_and_patched_data() {
    var source = node.accepted(submission("How?"));
    node.ended(source);
    var at = exits(source).getFirst();
    var next = events(source).get(at.intValue() - 1).data().path("next").textValue();
    var definition =
        """
        {'QueryLanguage':'JSONata','StartAt':'%1$s','States':{
          '%1$s':{'Type':'Pass','Output':'{%% $states.input.tone %%}','End':true}}}
        """
            .formatted(next)
            .replace('\'', '"');
    var wish =
        new Fork("default", null, source, at, json("{'tone':'dry'}"), null, definition, null, "");

    var id = accepted(wish);

    assertThat(node.ended(id).output()).isEqualTo(json("'dry'"));
    assertThat(get(node.tasks.serviceHistory("default", id)).orElseThrow()).isNotEmpty();
  }

  @Test
  void names_what_is_wrong_with_a_wish() {
    var source = node.accepted(submission("How?"));
    node.ended(source);
    var exits = exits(source);

    assertThat(get(node.tasks.fork(fork(source, exits.getFirst() + 1, null, null))))
        .isInstanceOfSatisfying(
            ForkReply.NoPoint.class,
            none -> {
              assertThat(none.exists()).isTrue();
              assertThat(none.why())
                  .contains("Nearest: %d and %d.".formatted(exits.getFirst(), exits.get(1)));
            });
    assertThat(get(node.tasks.fork(fork(source, 9_999, null, null))))
        .isInstanceOfSatisfying(
            ForkReply.NoPoint.class,
            none -> {
              assertThat(none.exists()).isFalse();
              assertThat(none.why()).contains("there is no event 9999: the last one is ");
            });
    assertThat(get(node.tasks.fork(fork(source, 0, null, null))))
        .isInstanceOfSatisfying(
            ForkReply.NoPoint.class,
            none -> assertThat(none.why()).contains("there is no event 0: the first one is 1"));
    assertThat(get(node.tasks.fork(fork(UUID.randomUUID().toString(), 1, null, null))))
        .isInstanceOf(ForkReply.Unknown.class);
    var other = new Fork("default", null, source, exits.getFirst(), null, "nope", null, "bad", "");
    assertThat(get(node.tasks.fork(other)))
        .isInstanceOfSatisfying(
            ForkReply.Submitted.class,
            refused ->
                assertThat(((SubmitReply.Invalid) refused.reply()).faults())
                    .extracting(SubmitReply.Fault::pointer)
                    .containsExactly("/model", "/workflow"));
  }
}
