package dev.troupe.supervisor;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static dev.troupe.supervisor.TestNode.LONG;
import static dev.troupe.supervisor.TestNode.eventually;
import static dev.troupe.supervisor.TestNode.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.supervisor.ApprovalDecision.Choice;
import dev.troupe.supervisor.Tasks.CallbackReply;
import dev.troupe.supervisor.task.Supervisor;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.ShardRegion.CurrentShardRegionState;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingQuery;
import org.apache.pekko.cluster.sharding.typed.GetShardRegionState;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People asked by a real node that goes and comes back meanwhile. */
class ApprovalsTest {
  private static final String SETTINGS =
      "troupe.tasks { passivate-when-waiting-longer-than = 1 s, wake-interval = 100 ms, grace = 2 s }";
  private static final String FORM =
      "'form':{'type':'object','properties':{'amount':{'type':'integer'}},'required':['amount']}";

  @TempDir private Path folder;
  private final ScriptedAgents agents = new ScriptedAgents();
  private TestNode node;

  @BeforeEach
  void start() {
    node = new TestNode(folder, agents, SETTINGS);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private void restart() {
    node.close();
    node = new TestNode(folder, agents, SETTINGS);
  }

  private String asking(String resource, String arguments) {
    return running("'Resource':'%s','Arguments':%s".formatted(resource, arguments));
  }

  private String running(String task) {
    var machine =
        """
        {'QueryLanguage':'JSONata','StartAt':'Ask','States':{'Ask':{'Type':'Task',%s,'End':true}}}
        """
            .formatted(task)
            .replace('\'', '"');
    return node.accepted(TestNode.ofMachine("Ask.", machine));
  }

  private String asking(String arguments) {
    return asking("human:approval", arguments) + ".1.1";
  }

  private static String task(String approval) {
    return approval.substring(0, 36);
  }

  private ApprovalReply decide(String id, Choice choice, @Nullable String edits) {
    var decision =
        new ApprovalDecision(choice, "local", null, edits == null ? null : json(edits), "so");
    return get(node.tasks.decide("default", id, decision));
  }

  private ApprovalView approval(String id) {
    return get(node.tasks.approval("default", id)).orElseThrow();
  }

  private ApprovalSummary.Page list(
      @Nullable String task, @Nullable ApprovalStatus status, @Nullable String cursor, int limit) {
    return get(
        node.tasks.approvals(new ApprovalSummary.Query("default", task, status, cursor, limit)));
  }

  private TaskView ended(String approval) {
    return get(node.tasks.await("default", task(approval), LONG)).orElseThrow();
  }

  private long tasksInMemory() {
    var state =
        AskPattern.<ClusterShardingQuery, CurrentShardRegionState>ask(
            ClusterSharding.get(node.system()).shardState(),
            replyTo -> new GetShardRegionState(Supervisor.KEY, replyTo),
            LONG,
            node.system().scheduler());
    return get(state).getShards().stream().mapToLong(shard -> shard.getEntityIds().size()).sum();
  }

  @Test
  void a_decision_counts_after_the_node_came_back() {
    var id = asking("{'question':'Pay?','details':{'to':'Ada'},'approvers':['cfo']," + FORM + "}");
    restart();

    var open = approval(id);
    assertThat(open.status()).isEqualTo(ApprovalStatus.OPEN);
    assertThat(open.details()).isEqualTo(json("{'to':'Ada'}"));
    assertThat(open.approvers()).containsExactly("cfo");
    assertThat(get(node.tasks.get("default", task(id))).orElseThrow().status())
        .isEqualTo(TaskStatus.WAITING);
    assertThat(decide(id, Choice.APPROVE, "{'amount':'x'}"))
        .isInstanceOf(ApprovalReply.Invalid.class);

    var taken = decide(id, Choice.APPROVE, "{'amount':7}");

    assertThat(((ApprovalReply.Taken) taken).approval().status())
        .isEqualTo(ApprovalStatus.APPROVED);
    assertThat(String.valueOf(ended(id).output())).contains("\"edits\":{\"amount\":7}");
    assertThat(agents.assigned).isEmpty();
  }

  @Test
  void a_late_decision_changes_nothing_and_stands_in_the_audit_record() {
    var id = asking("{'question':'Pay?','details':{'to':'Ada'}," + FORM + "}");
    decide(id, Choice.REJECT, null);
    assertThat(ended(id).failure()).isEqualTo(new TaskView.Failure("Approval.Rejected", "so"));

    var late = decide(id, Choice.APPROVE, "{'amount':1}");
    assertThat(late).isInstanceOf(ApprovalReply.NotTaken.class);
    restart();

    var closed = approval(id);
    assertThat(closed.status()).isEqualTo(ApprovalStatus.REJECTED);
    assertThat(closed.details()).isEqualTo(json("{'to':'Ada'}"));
    assertThat(closed.form()).isNotNull();
    assertThat(closed.decisions()).hasSize(1);
    assertThat(closed.late())
        .singleElement()
        .satisfies(kept -> {
          assertThat(kept.decision()).isEqualTo(Choice.APPROVE);
          assertThat(kept.edits()).isEqualTo(json("{'amount':1}"));
          assertThat(kept.why()).contains("rejected before");
        });
    assertThat(ended(id).status()).isEqualTo(TaskStatus.FAILED);
  }

  private static String why(ApprovalReply reply) {
    return ((ApprovalReply.NotTaken) reply).why();
  }

  @Test
  void the_audit_record_ends_somewhere() {
    var id = asking("{'question':'Pay?'}");
    decide(id, Choice.APPROVE, null);
    var large = "{'text':'" + "x".repeat(5_000) + "'}";
    for (var times = 0; times < 100; times++) {
      assertThat(why(decide(id, Choice.APPROVE, large))).contains("it is kept with the approval");
    }
    for (var times = 0; times < 3; times++) {
      assertThat(why(decide(id, Choice.APPROVE, large))).contains("not kept");
    }

    assertThat(approval(id).late())
        .hasSize(100)
        .allSatisfy(kept -> {
          assertThat(kept.edits()).isNull();
          assertThat(kept.why()).contains("left out");
        });
  }

  @Test
  void nobody_is_woken_by_what_is_no_approval() {
    var id = asking("{'question':'Pay?'}");
    for (var unknown : List.of("x", task(id), task(id) + ".2.1", "a.1.1", task(id) + ".1.1.1")) {
      assertThat(get(node.tasks.approval("default", unknown))).isEmpty();
      assertThat(decide(unknown, Choice.APPROVE, null)).isInstanceOf(ApprovalReply.Unknown.class);
    }
    var nobody = "00000000-0000-7000-8000-000000000000.1.1";
    assertThat(decide(nobody, Choice.APPROVE, null)).isInstanceOf(ApprovalReply.Unknown.class);
    assertThat(get(node.tasks.get("default", task(nobody)))).isEmpty();
  }

  @Test
  void an_expiry_that_passed_while_the_node_was_away_is_found() {
    var id =
        asking(
            "{'question':'Pay?','expiresInSeconds':1,'approvers':['a'],"
                + "'escalation':[{'approvers':['b'],'expiresInSeconds':1}]}");
    node.close();
    var expired = Instant.now().plusMillis(1_100);
    eventually(() -> Instant.now().isAfter(expired));
    node = new TestNode(folder, agents, SETTINGS);
    node.tasks.wakeOldTasks();

    var task = ended(id);

    assertThat(task.failure()).extracting(TaskView.Failure::type).isEqualTo("Approval.Expired");
    assertThat(approval(id).level()).isEqualTo(1);
    assertThat(approval(id).approvers()).containsExactly("b");
    eventually(() -> list(null, ApprovalStatus.EXPIRED, null, 10).approvals().size() == 1);
  }

  @Test
  void a_decision_wins_over_an_expiry_that_is_found_late() {
    var id = asking("{'question':'Pay?','expiresInSeconds':1}");
    node.close();
    var expired = Instant.now().plusMillis(1_100);
    eventually(() -> Instant.now().isAfter(expired));
    node = new TestNode(folder, agents, SETTINGS);
    node.tasks.wakeOldTasks();

    assertThat(decide(id, Choice.APPROVE, null)).isInstanceOf(ApprovalReply.Taken.class);
    assertThat(ended(id).status()).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void a_task_that_waits_for_people_leaves_memory_and_comes_back_for_their_decision() {
    node.tasks.wakeOldTasks();
    var id = asking("{'question':'Pay?'}");
    eventually(() -> tasksInMemory() == 0);

    assertThat(decide(id, Choice.APPROVE, null)).isInstanceOf(ApprovalReply.Taken.class);
    assertThat(ended(id).status()).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void a_question_about_it_keeps_nothing_in_memory() {
    var id = asking("{'question':'Pay?'}");
    eventually(() -> tasksInMemory() == 0);

    assertThat(approval(id).status()).isEqualTo(ApprovalStatus.OPEN);
    eventually(() -> tasksInMemory() == 0);
  }

  @Test
  void lists_what_is_open_and_what_was_decided_newest_first() {
    var first = asking("{'question':'First?'}");
    var second = asking("{'question':'Second?'}");
    var third = asking("{'question':'Third?'}");
    decide(second, Choice.APPROVE, null);

    eventually(() -> list(null, ApprovalStatus.APPROVED, null, 10).approvals().size() == 1);
    eventually(() -> list(task(second), ApprovalStatus.APPROVED, null, 10).approvals().size() == 1);
    eventually(() -> list(null, null, null, 10).approvals().size() == 3);
    assertThat(list(null, ApprovalStatus.OPEN, null, 10).approvals())
        .extracting(ApprovalSummary::id)
        .containsExactly(third, first);
    assertThat(list(task(second), null, null, 10).approvals())
        .singleElement()
        .satisfies(row -> {
          assertThat(row.question()).isEqualTo("Second?");
          assertThat(row.status()).isEqualTo(ApprovalStatus.APPROVED);
          assertThat(row.closedAt()).isNotNull();
        });
    assertThat(list(task(second), ApprovalStatus.OPEN, null, 10).approvals()).isEmpty();
    var page = list(null, null, null, 2);
    assertThat(page.approvals()).extracting(ApprovalSummary::id).containsExactly(third, second);
    assertThat(list(null, null, page.next(), 2).approvals())
        .extracting(ApprovalSummary::id)
        .containsExactly(first);
    assertThatThrownBy(() -> list(null, null, "nonsense", 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_token_ends_the_step_as_well_and_closes_the_approval() {
    var task = asking("human:approval.waitForTaskToken", "{'question':'Pay?'}");
    var token =
        get(node.tasks.events("default", task, 0, 100)).orElseThrow().stream()
            .filter(event -> event.type().equals("step-assigned"))
            .map(event -> event.data().path("token").asText())
            .findFirst()
            .orElseThrow();

    assertThat(get(node.tasks.callBack("default", token, new Callback.Success(json("{'x':1}")))))
        .isEqualTo(CallbackReply.TAKEN);

    assertThat(ended(task + ".1.1").output()).isEqualTo(json("{'x':1}"));
    assertThat(approval(task + ".1.1").status()).isEqualTo(ApprovalStatus.CANCELLED);
  }

  @Test
  void a_failed_step_waits_for_people_over_a_restart_and_goes_on_with_their_edits() {
    agents.with("cashier", work -> Optional.of(ScriptedAgents.failed(work, "Bank.Closed")));
    var id =
        running(
                "'Resource':'agent:cashier','X-Troupe':{'escalate':{'approvers':['ops'],'question':'Mend?'}}")
            + ".1.1";
    eventually(() -> list(null, ApprovalStatus.OPEN, null, 10).approvals().size() == 1);
    restart();

    assertThat(String.valueOf(approval(id).details())).contains("Bank.Closed");
    decide(id, Choice.APPROVE, "{'receipt':1}");

    assertThat(ended(id).output()).isEqualTo(json("{'receipt':1}"));
    assertThat(agents.assigned).hasSize(1);
    assertThat(get(node.tasks.events("default", task(id), 0, 100)).orElseThrow())
        .filteredOn(event -> event.type().equals("escalation-ticketed"))
        .singleElement()
        .satisfies(event ->
            assertThat(event.data().at("/ticket/url").asText()).isEqualTo("/v1/approvals/" + id));
  }

  @Test
  void a_cancelled_task_closes_its_approvals_and_needs_nobody_to_hear_of_it() {
    var id = asking("{'question':'Pay?'}");
    get(node.tasks.cancel("default", task(id), "enough"));

    assertThat(approval(id).status()).isEqualTo(ApprovalStatus.CANCELLED);
    assertThat(decide(id, Choice.APPROVE, null)).isInstanceOf(ApprovalReply.NotTaken.class);
    eventually(() -> get(node.tasks.unfinished()) == 0);
    eventually(() -> list(null, ApprovalStatus.CANCELLED, null, 10).approvals().size() == 1);
  }
}
