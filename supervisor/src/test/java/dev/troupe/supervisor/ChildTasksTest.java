package dev.troupe.supervisor;

import static dev.troupe.supervisor.TestNode.eventually;
import static dev.troupe.supervisor.TestNode.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.Assignment;
import dev.troupe.supervisor.task.TaskEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps that are tasks of their own. */
class ChildTasksTest {
  private static final String MACHINE =
      """
      {"QueryLanguage":"JSONata","StartAt":"Ask","States":{
        "Ask":{"Type":"Task","Resource":"workflow:report",
          "Arguments":{"goal":"{% $states.input.goal %}","knowledge":[]},
          "Catch":[{"ErrorEquals":["Worker.Broken"],"Next":"Sorry"}],"End":true},
        "Sorry":{"Type":"Pass","Output":"sorry","End":true}}}
      """;

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

  private String accepted(String machine) {
    return node.accepted(TestNode.ofMachine("How?", machine));
  }

  private List<String> journal(String id) {
    return get(node.tasks.export("default", id).runWith(Sink.seq(), node.system())).stream()
        .filter(stored -> stored.event() instanceof TaskEvent)
        .map(stored -> stored.event().getClass().getSimpleName())
        .toList();
  }

  @Test
  void a_step_takes_over_what_its_task_returned() {
    var id = accepted(MACHINE);
    var task = node.ended(id);

    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(String.valueOf(task.output())).contains("Draft after 0 comments");
    assertThat(task.usage().modelCalls()).isEqualTo(5);
    assertThat(task.engine()).as("where only the child asked models").isEqualTo("offline");
    assertThat(journal(id))
        .containsExactly(
            "TaskSubmitted",
            "StateEntered",
            "StepAssigned",
            "StepReturned",
            "StateExited",
            "TaskCompleted");
    eventually(() -> get(node.tasks.unfinished()) == 0);
    var ended = new TaskSummary.Query("default", TaskStatus.COMPLETED, Map.of(), null, 10);
    eventually(() -> !get(node.tasks.list(ended)).tasks().isEmpty());
    var all = get(node.tasks.list(new TaskSummary.Query("default", null, Map.of(), null, 10)));
    assertThat(all.tasks()).extracting(TaskSummary::id).containsExactly(id);
  }

  @Test
  void its_failure_is_the_steps_failure() {
    agents.with("planner", work -> Optional.of(ScriptedAgents.failed(work, "Worker.Broken")));

    assertThat(node.ended(accepted(MACHINE)).output()).hasToString("\"sorry\"");
  }

  @Test
  void both_go_on_after_a_restart_and_nothing_is_started_twice() {
    agents.with("writer", _ -> Optional.empty());
    var id = accepted(MACHINE);
    eventually(() -> agents.assigned.stream().anyMatch(work -> work.role().equals("writer")));
    node.close();
    agents.returning("writer", ScriptedTeam::draft);
    agents.assigned.clear();

    node = new TestNode(folder, agents);
    node.tasks.wakeOldTasks();

    assertThat(node.ended(id).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(agents.assigned).extracting(Assignment::role).containsExactly("writer", "reviewer");
    eventually(() -> get(node.tasks.unfinished()) == 0);
  }

  @Test
  void a_cancel_reaches_the_work_of_its_task() {
    agents.with("writer", _ -> Optional.empty());
    var id = accepted(MACHINE);
    eventually(() -> agents.assigned.stream().anyMatch(work -> work.role().equals("writer")));

    get(node.tasks.cancel("default", id, "enough"));

    eventually(() -> !agents.cancelled.isEmpty());
    eventually(() -> get(node.tasks.unfinished()) == 0);
  }

  @Test
  void its_history_can_be_told_in_the_services_words() {
    var id = accepted(MACHINE);
    node.ended(id);

    var told = get(node.tasks.serviceHistory("default", id)).orElseThrow();

    assertThat(told.stream().map(event -> event.path("type").asText()))
        .containsExactly(
            "ExecutionStarted",
            "TaskStateEntered",
            "TaskScheduled",
            "TaskStarted",
            "TaskSucceeded",
            "TaskStateExited",
            "ExecutionSucceeded");
    assertThat(told.getLast().path("id").asInt()).isEqualTo(7);
    assertThat(get(node.tasks.serviceHistory("default", "no-task"))).isEmpty();
  }
}
