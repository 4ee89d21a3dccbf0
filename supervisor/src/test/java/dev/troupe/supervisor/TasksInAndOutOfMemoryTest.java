package dev.troupe.supervisor;

import static dev.troupe.supervisor.TestNode.LONG;
import static dev.troupe.supervisor.TestNode.eventually;
import static dev.troupe.supervisor.TestNode.get;
import static dev.troupe.supervisor.TestNode.ofMachine;
import static dev.troupe.supervisor.TestNode.submission;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.Tasks.Update;
import dev.troupe.supervisor.task.SupervisorMessage;
import dev.troupe.supervisor.task.TaskId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.ShardRegion.CurrentShardRegionState;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingQuery;
import org.apache.pekko.cluster.sharding.typed.GetShardRegionState;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits costs no memory, and nobody who watches notices where a task lives. */
class TasksInAndOutOfMemoryTest {
  private static final JsonNode FORTY = Json.parse("40");
  private static final EntityTypeKey<SupervisorMessage> KEY =
      EntityTypeKey.create(SupervisorMessage.class, TaskId.ENTITY_TYPE);

  private static final String RETRIED =
      """
      {"QueryLanguage":"JSONata","StartAt":"A","States":{
        "A":{"Type":"Task","Resource":"agent:planner","End":true,
          "Retry":[{"ErrorEquals":["Model.Unavailable"],"IntervalSeconds":5,"MaxAttempts":1}]}}}
      """;

  private final ScriptedAgents agents = ScriptedTeam.approving();
  private final CompletableFuture<String> token = new CompletableFuture<>();
  private TestNode node;

  /** Nothing falls due for an hour; then an agent works. */
  private static final String HELD =
      """
      {"StartAt":"Hold","States":{
        "Hold":{"Type":"Task","Resource":"arn:hold:eu.waitForTaskToken","Next":"A",
          "Parameters":{"token.$":"$$.Task.Token"},"TimeoutSeconds":3600},
        "A":{"Type":"Task","Resource":"agent:planner","End":true}}}
      """;

  private static final String SETTINGS =
      """
      troupe.tasks {
        passivate-when-waiting-longer-than = 1 s
        wake-interval = 100 ms
        wake-all-interval = 200 ms
        grace = 0 s
      }
      troupe.resources = [{ match = "arn:hold:*", bind = "agent:holder" }]
      """;

  @TempDir private Path folder;

  @BeforeEach
  void start() {
    node = new TestNode(folder, agents, SETTINGS);
  }

  private void restart() {
    node.close();
    node = new TestNode(folder, agents, SETTINGS);
    node.tasks.wakeOldTasks();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private long tasksInMemory() {
    var state =
        AskPattern.<ClusterShardingQuery, CurrentShardRegionState>ask(
            ClusterSharding.get(node.system()).shardState(),
            replyTo -> new GetShardRegionState(KEY, replyTo),
            LONG,
            node.system().scheduler());
    return get(state).getShards().stream().mapToLong(shard -> shard.getEntityIds().size()).sum();
  }

  @Test
  void a_task_that_waits_leaves_memory_and_goes_on_at_its_time() {
    node.tasks.wakeOldTasks();
    agents.with(
        "planner",
        work ->
            Optional.of(
                work.attempt() == 1
                    ? ScriptedAgents.failed(work, "Model.Unavailable")
                    : ScriptedAgents.returned(work, input -> input)));
    var id = node.accepted(retried());

    eventually(() -> tasksInMemory() == 0);
    assertThat(agents.assigned).hasSize(1);
    eventually(() -> agents.assigned.size() == 2);

    var task = get(node.tasks.await("default", id, LONG)).orElseThrow();
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    var events = get(node.tasks.events("default", id, 0, 100)).orElseThrow();
    var dueAt =
        events.stream()
            .filter(event -> event.type().equals("retry-scheduled"))
            .map(event -> Instant.parse(event.data().path("dueAt").asText()))
            .findFirst()
            .orElseThrow();
    assertThat(events.getLast().at()).isAfterOrEqualTo(dueAt);
  }

  @Test
  void a_task_that_only_waits_is_not_woken_before_its_time_and_listed_as_waiting() {
    var id = held();
    eventually(() -> tasksInMemory() == 0);
    var row = row(id);
    restart();

    // Everything that was due has been woken behind this one, twice.
    for (var times = 0; times < 2; times++) {
      var other = node.accepted(submission("How?"));
      var ended = get(node.tasks.await("default", other, LONG)).orElseThrow();
      assertThat(ended.status()).isEqualTo(TaskStatus.COMPLETED);
      eventually(() -> tasksInMemory() == 0);
    }

    assertThat(row(id)).isEqualTo(row).isAfter(Instant.now().plusSeconds(3000));
    eventually(() -> listed(TaskStatus.WAITING).equals(List.of(id)));
    assertThat(listed(TaskStatus.RUNNING)).isEmpty();
    assertThat(get(node.tasks.get("default", id)).orElseThrow().status())
        .isEqualTo(TaskStatus.WAITING);
    assertThat(get(node.tasks.underWay("default")).isEmpty()).isTrue();
    assertThat(get(node.tasks.unfinished())).isEqualTo(1);
    assertThat(row(id)).isEqualTo(row);
  }

  @Test
  void what_ends_a_wait_from_outside_is_followed_by_a_task_that_a_crash_cannot_leave_asleep()
      throws Exception {
    agents.with("planner", _ -> Optional.empty());
    var id = held();
    eventually(() -> tasksInMemory() == 0);

    var called =
        node.tasks.callBack(
            "default", token.get(20, TimeUnit.SECONDS), new Callback.Success(FORTY));

    assertThat(get(called)).isEqualTo(Tasks.CallbackReply.TAKEN);
    assertThat(row(id)).isBeforeOrEqualTo(Instant.now());
    assertThat(get(node.tasks.underWay("default")).tasks()).containsExactly(id);

    agents.returning("planner", input -> input);
    restart();

    eventually(() -> listed(TaskStatus.COMPLETED).equals(List.of(id)));
  }

  @Test
  void a_task_stays_while_somebody_waits_for_its_end() throws Exception {
    agents.returning("planner", input -> input);
    var id = held();
    eventually(() -> tasksInMemory() == 0);
    restart();

    var awaited = node.tasks.await("default", id, LONG).toCompletableFuture();
    var held = token.get(20, TimeUnit.SECONDS);
    eventually(() -> tasksInMemory() == 1);
    // By now its row has been looked at: without a listener it would have left.
    assertThat(get(node.tasks.get("default", id)).orElseThrow().status())
        .isEqualTo(TaskStatus.WAITING);
    get(node.tasks.callBack("default", held, new Callback.Success(FORTY)));

    assertThat(get(awaited).orElseThrow().output()).isEqualTo(FORTY);
  }

  private Instant row(String id) {
    var key = "default/" + id;
    return Objects.requireNonNull(get(node.store.wakeUps().dueAt(List.of(key))).get(key));
  }

  private List<String> listed(TaskStatus status) {
    var query = new TaskSummary.Query("default", status, Map.of(), null, 100);
    return get(node.tasks.list(query)).tasks().stream().map(TaskSummary::id).toList();
  }

  private String held() {
    agents.returning(
        "holder",
        input -> {
          token.complete(input.path("token").asText());
          return Json.parse("{}");
        });
    return node.accepted(ofMachine("How?", HELD));
  }

  private static Submission retried() {
    return ofMachine("How?", RETRIED);
  }

  @Test
  void a_follower_misses_nothing_while_its_task_leaves_memory_and_comes_back() {
    agents.with("writer", _ -> Optional.empty());
    var id = node.accepted(submission("How?"));
    var followed = node.tasks.follow("default", id, 0).runWith(Sink.seq(), node.system());
    eventually(() -> agents.assigned.stream().anyMatch(work -> work.role().equals("writer")));

    agents.returning("writer", ScriptedTeam::draft);
    ClusterSharding.get(node.system())
        .entityRefFor(KEY, "default/" + id)
        .tell(new SupervisorMessage.Stop());

    // Nobody else asks for the task: it is its follower that brings it back.
    var sequences =
        get(followed).stream()
            .filter(Update.Recorded.class::isInstance)
            .map(update -> ((Update.Recorded) update).event().sequence())
            .toList();
    var last = get(node.tasks.get("default", id)).orElseThrow();
    assertThat(last.outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(sequences)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, last.sequence()).boxed().toList());
  }
}
