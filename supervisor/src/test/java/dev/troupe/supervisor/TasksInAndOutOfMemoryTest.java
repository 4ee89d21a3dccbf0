package dev.troupe.supervisor;

import static dev.troupe.supervisor.TestNode.get;
import static dev.troupe.supervisor.TestNode.submission;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.supervisor.Tasks.Update;
import dev.troupe.supervisor.task.SupervisorMessage;
import dev.troupe.supervisor.task.TaskId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
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
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final EntityTypeKey<SupervisorMessage> KEY =
      EntityTypeKey.create(SupervisorMessage.class, TaskId.ENTITY_TYPE);

  private static final String RETRIED =
      """
      {"QueryLanguage":"JSONata","StartAt":"A","States":{
        "A":{"Type":"Task","Resource":"agent:planner","End":true,
          "Retry":[{"ErrorEquals":["Model.Unavailable"],"IntervalSeconds":5,"MaxAttempts":1}]}}}
      """;

  private final ScriptedAgents agents = ScriptedTeam.approving();
  private TestNode node;

  @BeforeEach
  void start(@TempDir Path folder) {
    node =
        new TestNode(
            folder,
            agents,
            """
            troupe.tasks {
              passivate-when-waiting-longer-than = 1 s
              wake-interval = 100 ms
              grace = 0 s
            }
            """);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private static void eventually(BooleanSupplier condition) {
    var until = Instant.now().plus(LONG);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("the time by which it must hold").isBefore(until);
      Thread.onSpinWait();
    }
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

  private static Submission retried() {
    return new Submission(
        "default",
        null,
        "How?",
        null,
        null,
        RETRIED,
        List.of(),
        Map.of(),
        Submission.Limits.DEFAULT,
        null,
        "");
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
