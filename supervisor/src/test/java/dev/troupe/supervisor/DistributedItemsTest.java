package dev.troupe.supervisor;

import static dev.troupe.supervisor.TestNode.eventually;
import static dev.troupe.supervisor.TestNode.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.agents.AgentReply;
import dev.troupe.agents.Assignment;
import dev.troupe.supervisor.task.TaskEvent;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Items of a distributed Map as the tasks that they are. */
class DistributedItemsTest {

  @TempDir private Path folder;
  private final ScriptedAgents agents =
      new ScriptedAgents().returning("worker", DistributedItemsTest::doubled);
  private TestNode node;

  @BeforeEach
  void start() {
    node = new TestNode(folder, agents);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private static JsonNode doubled(JsonNode item) {
    return JsonNodeFactory.instance.numberNode(2 * item.asInt());
  }

  private String accepted(int items) {
    var machine =
        """
        {"QueryLanguage":"JSONata","StartAt":"Each","States":{
          "Each":{"Type":"Map","Items":%s,"End":true,
            "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED"},"StartAt":"Work","States":{
              "Work":{"Type":"Task","Resource":"agent:worker","End":true}}}}}}
        """
            .formatted(IntStream.range(0, items).boxed().toList());
    return node.accepted(TestNode.ofMachine("Double", machine));
  }

  private List<String> listed() {
    var page = get(node.tasks.list(new TaskSummary.Query("default", null, Map.of(), null, 10)));
    return page.tasks().stream().map(TaskSummary::id).toList();
  }

  private List<String> journal(String id) {
    return get(node.tasks.export("default", id).runWith(Sink.seq(), node.system())).stream()
        .filter(stored -> stored.event() instanceof TaskEvent)
        .map(stored -> stored.event().getClass().getSimpleName())
        .toList();
  }

  @Test
  void each_item_is_a_task_that_the_maps_own_task_hears_of() {
    var id = accepted(2);

    assertThat(node.ended(id).output()).hasToString("[0,2]");
    assertThat(node.ended(id).usage().modelCalls()).isEqualTo(2);
    assertThat(journal(id))
        .startsWith("TaskSubmitted", "StateEntered", "MapStarted", "ChildStarted", "ChildStarted")
        .endsWith("StateExited", "TaskCompleted")
        .hasSize(9);
    assertThat(agents.assigned).extracting(work -> work.agent().taskId()).doesNotContain(id);
    eventually(() -> get(node.tasks.unfinished()) == 0);
    eventually(() -> listed().contains(id));
    assertThat(listed()).containsExactly(id);
  }

  @Test
  void a_named_limit_of_steps_holds_for_the_task_and_its_items_together() {
    var machine =
        """
        {"QueryLanguage":"JSONata","StartAt":"Each","States":{
          "Each":{"Type":"Map","Items":[1,2,3],"Next":"Sum",
            "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED"},"StartAt":"Work","States":{
              "Work":{"Type":"Task","Resource":"agent:worker","Next":"Again"},
              "Again":{"Type":"Task","Resource":"agent:worker","End":true}}}},
          "Sum":{"Type":"Task","Resource":"agent:worker","End":true}}}
        """;

    assertThat(node.ended(accepted(machine, 7)).failure()).isNull();
    assertThat(node.ended(accepted(machine, 6)).failure())
        .isNotNull()
        .satisfies(failure -> assertThat(failure.type()).isEqualTo("Troupe.StepLimitExceeded"))
        .satisfies(failure -> assertThat(failure.cause()).contains("its 6 steps"));
    assertThat(node.ended(accepted(machine, 5)).failure())
        .isNotNull()
        .satisfies(failure -> assertThat(failure.type()).isEqualTo("Troupe.StepLimitExceeded"))
        .satisfies(failure -> assertThat(failure.cause()).contains("the 1 step that"));
  }

  private String accepted(String machine, int steps) {
    var wish = TestNode.ofMachine("Double", machine);
    return node.accepted(
        new Submission(
            wish.tenant(),
            wish.idempotencyKey(),
            wish.goal(),
            wish.input(),
            wish.workflow(),
            wish.definition(),
            wish.knowledge(),
            wish.labels(),
            new Submission.Limits(steps, null),
            wish.model(),
            wish.traceparent()));
  }

  @Test
  void more_items_than_may_be_open_at_once_all_come_to_their_turn() {
    var output = node.ended(accepted(120)).output();

    assertThat(output).isNotNull();
    assertThat(output)
        .extracting(JsonNode::asInt)
        .containsExactlyElementsOf(IntStream.range(0, 120).map(item -> 2 * item).boxed().toList());
    assertThat(new HashSet<>(agents.assigned.stream().map(Assignment::agent).toList()))
        .hasSize(120);
  }

  @Test
  void all_go_on_after_a_restart_and_nothing_is_started_twice() {
    agents.with("worker", work -> answerIfSmall(work));
    var id = accepted(3);
    eventually(() -> journal(id).contains("ChildEnded"));
    eventually(() -> agents.assigned.size() >= 3);
    var before = new HashSet<>(agents.assigned.stream().map(Assignment::agent).toList());
    node.close();
    agents.returning("worker", DistributedItemsTest::doubled);
    agents.assigned.clear();

    node = new TestNode(folder, agents);
    node.tasks.wakeOldTasks();

    assertThat(node.ended(id).output()).hasToString("[0,2,4]");
    assertThat(new HashSet<>(agents.assigned.stream().map(Assignment::agent).toList()))
        .hasSize(2)
        .isSubsetOf(before);
    assertThat(journal(id)).filteredOn("ChildStarted"::equals).hasSize(3);
    eventually(() -> get(node.tasks.unfinished()) == 0);
  }

  private static Optional<AgentReply> answerIfSmall(Assignment work) {
    return work.input().asInt() == 0
        ? Optional.of(ScriptedAgents.returned(work, DistributedItemsTest::doubled))
        : Optional.empty();
  }

  /** Some of them meet the task as it is about to leave memory. */
  @RepeatedTest(10)
  void a_cancel_reaches_the_work_of_every_item() {
    agents.with("worker", _ -> Optional.empty());
    var id = accepted(3);
    eventually(() -> agents.assigned.size() >= 3);

    get(node.tasks.cancel("default", id, "enough"));

    eventually(() -> agents.cancelled.size() >= 3);
    eventually(() -> get(node.tasks.unfinished()) == 0);
  }

  @Test
  void an_item_that_fails_ends_the_others() {
    agents.with(
        "worker",
        work ->
            work.input().asInt() == 1
                ? Optional.of(ScriptedAgents.failed(work, "Worker.Broken"))
                : Optional.empty());

    var task = node.ended(accepted(3));

    assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(String.valueOf(task.failure())).contains("Worker.Broken");
    eventually(() -> get(node.tasks.unfinished()) == 0);
    assertThat(agents.cancelled.stream().map(cancel -> cancel.assignment())).isNotEmpty();
  }
}
