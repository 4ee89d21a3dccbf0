package dev.troupe.supervisor.task;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.AgentReply;
import dev.troupe.agents.Ask;
import dev.troupe.agents.Usage;
import dev.troupe.agents.Writing;
import dev.troupe.agents.shared.Entry;
import dev.troupe.agents.shared.Finding;
import dev.troupe.agents.shared.Shared;
import dev.troupe.agents.shared.Source;
import dev.troupe.cluster.NodeConfiguration;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.WakeUpIndex;
import dev.troupe.supervisor.ScriptedAgents;
import dev.troupe.supervisor.TaskSettings;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.task.SupervisorMessage.AgentReplied;
import dev.troupe.supervisor.task.SupervisorMessage.Get;
import dev.troupe.supervisor.task.SupervisorMessage.Submit;
import dev.troupe.supervisor.task.SupervisorMessage.Submitted;
import dev.troupe.supervisor.task.TaskEvent.StepAssigned;
import dev.troupe.supervisor.task.TaskEvent.StepFailed;
import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.Workflow;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The entity: serialization of everything it stores, restarts after every write. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SupervisorTest {
  private static final String STEPS =
      """
      {"QueryLanguage":"JSONata","StartAt":"A","States":{
        "A":{"Type":"Task","Resource":"agent:a","TimeoutSeconds":60,"Next":"B",
          "Retry":[{"ErrorEquals":["Model.Unavailable"],"IntervalSeconds":600,"MaxAttempts":1}]},
        "B":{"Type":"Task","Resource":"agent:b","End":true}}}
      """;

  private static final String WAITS =
      """
      {"QueryLanguage":"JSONata","StartAt":"A","States":{
        "A":{"Type":"Task","Resource":"agent:a","Next":"Wait"},
        "Wait":{"Type":"Wait","Seconds":60,"Next":"B"},
        "B":{"Type":"Task","Resource":"agent:b","End":true}}}
      """;

  /** There are no snapshots, and agents' answers are wrapped in messages that stay inside. */
  private static final EventSourcedBehaviorTestKit.SerializationSettings EVENTS_ARE_STORED =
      EventSourcedBehaviorTestKit.enabledSerializationSettings()
          .withVerifyState(false)
          .withVerifyCommands(false);

  private final ActorTestKit kit =
      ActorTestKit.create(
          EventSourcedBehaviorTestKit.config()
              .withFallback(ConfigFactory.parseString("pekko.actor.provider = local"))
              .withFallback(NodeConfiguration.load(ConfigFactory.empty(), null)));
  private final TestProbe<ClusterSharding.ShardCommand> shard = kit.createTestProbe();
  private final ScriptedAgents agents = new ScriptedAgents();
  private final Map<String, Instant> rows = new ConcurrentHashMap<>();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private int tasks;
  private String steps = STEPS;

  @BeforeEach
  void reset() {
    agents.reset(
        new ScriptedAgents().with("a", _ -> Optional.empty()).with("b", _ -> Optional.empty()));
    rows.clear();
    steps = STEPS;
  }

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  private EventSourcedBehaviorTestKit<SupervisorMessage, TaskEvent, Task> supervisor() {
    return supervisor(hosting());
  }

  private EventSourcedBehaviorTestKit<SupervisorMessage, TaskEvent, Task> supervisor(
      Hosting hosting) {
    return EventSourcedBehaviorTestKit.create(
        kit.system(), Supervisor.create(nextId(), hosting, shard.ref()), EVENTS_ARE_STORED);
  }

  private TaskId nextId() {
    return new TaskId("default", "t-" + tasks++);
  }

  private TaskId lastId() {
    return new TaskId("default", "t-" + (tasks - 1));
  }

  private Hosting hosting() {
    var workflows = new Workflows(new NoTable());
    workflows.store(workflow());
    return hosting(workflows, "");
  }

  private Hosting hosting(Workflows workflows, String settings) {
    return new Hosting(
        TaskSettings.from(
            ConfigFactory.parseString(settings).withFallback(kit.system().settings().config())),
        agents,
        new Rows(),
        workflows,
        new WorkflowNames(),
        now::get,
        () -> 1L);
  }

  private Workflow workflow() {
    return switch (WorkflowReader.read(steps)) {
      case Reading.Sound(var workflow) -> workflow;
      case Reading.Faulty(var faults) -> throw new AssertionError(faults);
    };
  }

  private TaskCommand.Submit submission() {
    return submission(null);
  }

  private TaskCommand.Submit submission(TaskEvent.@Nullable Parent parent) {
    return new TaskCommand.Submit(
        "w",
        workflow().hash(),
        json("{'goal':'g'}"),
        List.of(),
        Map.of(),
        Rehearsal.LIMITS,
        null,
        "body",
        "",
        parent,
        now.get(),
        1);
  }

  private Submitted submit(EventSourcedBehaviorTestKit<SupervisorMessage, TaskEvent, Task> task) {
    return task.<Submitted>runCommand(replyTo -> new Submit(submission(), replyTo)).reply();
  }

  private static AgentReplied returned(int assignment, int attempt) {
    return new AgentReplied(
        new AgentReply.Returned(assignment, attempt, json("{'x':1}"), 1, ScriptedAgents.ONE_CALL));
  }

  @Test
  void answers_once_the_task_is_stored() {
    var task = supervisor();

    assertThat(submit(task)).isEqualTo(new Submitted.Durable(TaskStatus.RUNNING, true));
    assertThat(submit(task)).isEqualTo(new Submitted.Durable(TaskStatus.RUNNING, false));
    assertThat(agents.assigned(lastId())).hasSize(1);
  }

  @Test
  void of_a_task_whose_write_failed_nobody_says_that_it_is_not_there() {
    var id = nextId();
    var persistence = PersistenceTestKit.create(kit.system());
    persistence.failNextPersisted(PersistenceId.of(TaskId.ENTITY_TYPE, id.key()).id());
    var client = kit.<Submitted>createTestProbe();
    var hosting = hosting();
    var task = kit.spawn(Supervisor.create(id, hosting, shard.ref()));

    task.tell(new Submit(submission(), client.ref()));
    assertThat(client.receiveMessage()).isInstanceOf(Submitted.Unknown.class);
    client.awaitAssert(() -> {
      assertThat(hosting.admission().load().underWay()).isZero();
      return hosting;
    });
    assertThat(agents.assigned(id)).isEmpty();

    // What comes in the moment of the fault may be lost: clients ask again.
    client.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          var again = kit.<Submitted>createTestProbe();
          task.tell(new Submit(submission(), again.ref()));
          return again.expectMessageClass(Submitted.Durable.class, Duration.ofSeconds(1));
        });
  }

  @Test
  void an_answer_that_could_not_be_stored_is_asked_for_again() {
    var id = nextId();
    var client = kit.<Submitted>createTestProbe();
    var task = kit.spawn(Supervisor.create(id, hosting(), shard.ref()));
    task.tell(new Submit(submission(), client.ref()));
    client.expectMessageClass(Submitted.Durable.class);
    awaitAssigned(client, id, 1);

    PersistenceTestKit.create(kit.system())
        .failNextPersisted(PersistenceId.of(TaskId.ENTITY_TYPE, id.key()).id());
    task.tell(returned(1, 1));

    awaitAssigned(client, id, 2);
  }

  private void awaitAssigned(TestProbe<?> waiting, TaskId id, int times) {
    waiting.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          assertThat(agents.assigned(id)).hasSize(times);
          return times;
        });
  }

  @Test
  void a_task_that_the_journal_rejects_is_refused_and_nobody_is_told_of_it() {
    var id = nextId();
    PersistenceTestKit.create(kit.system())
        .rejectNextPersisted(PersistenceId.of(TaskId.ENTITY_TYPE, id.key()).id());
    var client = kit.<Submitted>createTestProbe();

    kit.spawn(Supervisor.create(id, hosting(), shard.ref()))
        .tell(new Submit(submission(), client.ref()));

    assertThat(client.expectMessageClass(Submitted.Refused.class).reason())
        .startsWith("The task could not be stored");
    assertThat(agents.assigned(id)).isEmpty();
  }

  @Test
  void what_overflows_while_the_workflow_is_loaded_is_not_acknowledged() {
    var definition = new CompletableFuture<Optional<ByteString>>();
    var workflows = new Workflows(new NoTable(definition));
    var id = nextId();
    var task =
        kit.spawn(
            Supervisor.create(
                id, hosting(workflows, "troupe.tasks.stashed-messages = 2"), shard.ref()));
    // A read never waits: its answer says that what came before it has been dealt with.
    var reader = kit.<SupervisorMessage.Found>createTestProbe();
    task.tell(new Get(reader.ref()));
    reader.receiveMessage();
    var clients = Stream.generate(() -> kit.<Submitted>createTestProbe()).limit(5).toList();
    clients.forEach(client -> task.tell(new Submit(submission(), client.ref())));
    task.tell(new Get(reader.ref()));
    reader.receiveMessage();

    definition.complete(Optional.of(ByteString.fromArray(Json.bytes(workflow().definition()))));

    clients.get(0).expectMessage(new Submitted.Durable(TaskStatus.RUNNING, true));
    clients.get(1).expectMessage(new Submitted.Durable(TaskStatus.RUNNING, false));
    task.tell(new Get(reader.ref()));
    reader.receiveMessage();
    clients.subList(2, 5).forEach(client -> client.expectNoMessage(Duration.ofMillis(50)));
    assertThat(agents.assigned(id)).hasSize(1);
  }

  @Test
  void a_task_that_waits_long_moves_its_row_and_then_leaves_memory() {
    var task = supervisor();
    var key = "default/t-" + (tasks - 1);
    submit(task);

    task.runCommand(
        new AgentReplied(
            new AgentReply.Failed(1, 1, "Model.Unavailable", "asleep", ScriptedAgents.ONE_CALL)));

    shard.expectMessageClass(ClusterSharding.Passivate.class);
    assertThat(rows)
        .as("ten seconds before it is due")
        .containsEntry(key, now.get().plus(Duration.ofMinutes(10)).minusSeconds(10));
  }

  @Test
  void reads_of_an_absent_task_store_nothing_and_it_leaves_memory() {
    var task = supervisor();

    var found = task.<SupervisorMessage.Found>runCommand(Get::new);

    assertThat(found.reply().task()).isEmpty();
    assertThat(found.hasNoEvents()).isTrue();
    shard.expectMessageClass(ClusterSharding.Passivate.class);
  }

  @Test
  void is_the_same_after_a_restart_behind_every_write_and_tells_open_work_again() {
    var task = supervisor();
    submit(task);

    for (var assignment = 1; assignment <= 2; assignment++) {
      var before = task.getState();
      agents.assigned.clear();
      assertThat(task.restart().state()).isEqualTo(before);
      var open = assignment;
      shard.awaitAssert(() -> {
        var told = agents.assigned(lastId());
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().number()).isEqualTo(open);
        return open;
      });
      task.runCommand(returned(assignment, 1));
    }

    var ended = task.getState();
    assertThat(ended).isInstanceOf(Ended.class);
    assertThat(task.restart().state()).isEqualTo(ended);
  }

  private Finding finding() {
    return Finding.of(
        "a/1", "It rains.", List.of(new Source("a.md", null, null)), null, null, now.get());
  }

  private static AgentReplied returned(int assignment, Finding found) {
    return new AgentReplied(
        new AgentReply.Returned(
            assignment,
            1,
            json("{'x':1}"),
            1,
            ScriptedAgents.ONE_CALL,
            "offline",
            new Shared(List.of(found), null)));
  }

  @Test
  void what_agents_have_found_is_shown_again_after_a_restart_and_no_more_after_the_end() {
    var task = supervisor();
    submit(task);
    var found = finding();
    task.runCommand(returned(1, found));
    assertThat(agents.shown.entries).hasSize(1);

    agents.shown.entries.clear();
    task.restart();
    assertThat(agents.shown.entries).containsExactly(new Entry.Published(lastId().key(), found));

    task.runCommand(returned(2, 1));
    assertThat(agents.shown.entries).isEmpty();
  }

  @Test
  void a_task_that_waited_when_it_was_read_again_is_shown_what_it_has_found_when_agents_go_on() {
    steps = WAITS;
    var task = supervisor();
    submit(task);
    var found = finding();
    task.runCommand(returned(1, found));
    agents.shown.entries.clear();
    task.restart();
    assertThat(agents.shown.entries).isEmpty();

    now.set(now.get().plus(Duration.ofMinutes(5)));
    task.runCommand(new SupervisorMessage.Alarm());

    assertThat(agents.assigned(lastId()).getLast().role()).isEqualTo("b");
    assertThat(agents.shown.entries).containsExactly(new Entry.Published(lastId().key(), found));
  }

  @Test
  void what_a_redriven_task_has_found_is_shown_again_and_nothing_of_it_is_removed_later() {
    var task = supervisor();
    submit(task);
    var found = finding();
    task.runCommand(returned(1, found));
    task.runCommand(
        new AgentReplied(
            new AgentReply.Failed(2, 1, "Broken", "for good", ScriptedAgents.ONE_CALL)));
    assertThat(agents.shown.entries).isEmpty();
    assertThat(agents.shown.forgotten).contains(lastId().key());

    var client = kit.<SupervisorMessage.Redriven>createTestProbe();
    task.runCommand(new SupervisorMessage.Redrive(client.ref()));
    client.expectMessageClass(SupervisorMessage.Redriven.Begun.class);

    client.awaitAssert(() -> {
      assertThat(agents.shown.entries).containsExactly(new Entry.Published(lastId().key(), found));
      assertThat(agents.shown.forgotten).doesNotContain(lastId().key());
      return found;
    });
  }

  @Test
  void a_granted_question_is_answered_at_once() {
    var task = supervisor();
    submit(task);
    task.runCommand(
        new AgentReplied(new AgentReply.Asks(1, 1, List.of(new Ask.OfQuestion(1, 1, "Why?")))));

    assertThat(agents.assigned(lastId())).hasSize(2);
    assertThat(agents.shown.entries).hasOnlyElementsOfType(Entry.Claimed.class);
  }

  @Test
  void a_question_that_cannot_be_claimed_is_answered_once_and_nothing_is_written() {
    var task = supervisor();
    submit(task);

    var asked =
        task.runCommand(
            new AgentReplied(
                new AgentReply.Asks(1, 1, List.of(new Ask.OfQuestion(1, 1, "?".repeat(301))))));

    assertThat(asked.hasNoEvents()).isTrue();
    assertThat(agents.answers(lastId())).hasSize(1);
    assertThat(agents.answers(lastId()).getFirst().error()).contains("1 to 300 characters");
  }

  @Test
  void an_answer_given_before_a_timer_that_is_found_late_wins() {
    var task = supervisor();
    submit(task);
    now.set(now.get().plus(Duration.ofMinutes(5)));
    task.restart();

    var result = task.runCommand(returned(1, 1));

    assertThat(result.events()).hasAtLeastOneElementOfType(StepAssigned.class);
    assertThat(result.events()).noneMatch(StepFailed.class::isInstance);
  }

  @Test
  void a_repeated_answer_stores_nothing() {
    var task = supervisor();
    submit(task);
    task.runCommand(returned(1, 1));

    assertThat(task.runCommand(returned(1, 1)).hasNoEvents()).isTrue();
    assertThat(task.runCommand(returned(2, 9)).hasNoEvents()).isTrue();
  }

  @Test
  void the_row_goes_at_the_end_and_again_when_an_orphan_wakes_it() {
    var task = supervisor();
    submit(task);
    rows.put("default/t-" + (tasks - 1), now.get());
    task.runCommand(returned(1, 1));
    assertThat(rows).hasSize(1);
    task.runCommand(returned(2, 1));
    assertThat(rows).isEmpty();

    rows.put("default/t-" + (tasks - 1), now.get());
    var stale = now.get().minus(Duration.ofHours(1));
    task.runCommand(new SupervisorMessage.WakeUp(stale));

    assertThat(rows).isEmpty();
    // A store that keeps a row twice may have kept it once: whoever woke the task is not to do so
    // again.
    assertThat(removedAt).contains(stale);
  }

  @Test
  void an_orphaned_row_is_cleared_only_when_no_submission_can_be_under_way() {
    var task = supervisor();
    var key = "default/t-" + (tasks - 1);
    rows.put(key, now.get());

    task.runCommand(new SupervisorMessage.WakeUp(now.get()));
    assertThat(rows).containsKey(key);

    var old = now.get().minus(Duration.ofHours(1));
    rows.put(key, old);
    task.runCommand(new SupervisorMessage.WakeUp(old));

    assertThat(rows).isEmpty();
  }

  @Test
  void a_wake_up_that_overtakes_its_submission_does_not_send_the_task_out_of_memory() {
    var workflows = new Workflows(new NoTable());
    workflows.store(workflow());
    TestProbe<ClusterSharding.ShardCommand> home = kit.createTestProbe();
    EventSourcedBehaviorTestKit<SupervisorMessage, TaskEvent, Task> task =
        EventSourcedBehaviorTestKit.create(
            kit.system(),
            Supervisor.create(
                nextId(), hosting(workflows, "troupe.tasks.linger = 1 h"), home.ref()),
            EVENTS_ARE_STORED);

    task.runCommand(new SupervisorMessage.WakeUp(now.get()));
    submit(task);

    var next = new ClusterSharding.Passivate<>(kit.createTestProbe().ref());
    home.ref().tell(next);
    home.expectMessage(next);
  }

  @Test
  void beyond_its_bound_a_node_takes_on_no_task_but_steps() {
    var workflows = new Workflows(new NoTable());
    workflows.store(workflow());
    var hosting = hosting(workflows, "troupe.tasks.admission.open-at-most = 1");
    var first = supervisor(hosting);
    assertThat(submit(first)).isEqualTo(new Submitted.Durable(TaskStatus.RUNNING, true));

    var refused = supervisor(hosting);
    rows.put(lastId().key(), now.get());
    assertThat(submit(refused)).isInstanceOf(Submitted.Refused.class);
    assertThat(refused.getState()).isInstanceOf(Task.Absent.class);
    assertThat(rows).as("it may be another's, with the same key").containsKey(lastId().key());
    assertThat(agents.assigned(lastId())).isEmpty();
    assertThat(hosting.admission().load().underWay()).isEqualTo(1);
    // Who asks again for what was accepted is told so.
    assertThat(submit(first)).isEqualTo(new Submitted.Durable(TaskStatus.RUNNING, false));

    first.runCommand(returned(1, 1));
    first.runCommand(returned(2, 1));
    assertThat(hosting.admission().load().underWay()).isZero();
    var step = new TaskEvent.Parent("elsewhere", 1, 1, 1);
    for (var number = 1; number <= 2; number++) {
      var begun =
          supervisor(hosting)
              .<Submitted>runCommand(replyTo -> new Submit(submission(step), replyTo));
      assertThat(begun.reply()).isInstanceOf(Submitted.Durable.class);
    }
    assertThat(hosting.admission().load().underWay()).isEqualTo(2);
  }

  @Test
  void a_late_wake_up_leaves_the_row_of_a_submission_that_has_come_since() {
    var task = supervisor();
    var key = "default/t-" + (tasks - 1);
    rows.put(key, now.get());

    task.runCommand(new SupervisorMessage.WakeUp(now.get().minus(Duration.ofHours(1))));

    assertThat(rows).containsEntry(key, now.get());
  }

  @Test
  void a_progressing_agent_is_shown_to_followers_and_never_stored() {
    var task = supervisor();
    submit(task);
    var follower = kit.<SupervisorMessage.Signal>createTestProbe();
    task.runCommand(new SupervisorMessage.Follow(follower.ref(), null));
    follower.expectMessage(new SupervisorMessage.Signal.Advanced(3));

    var result = task.runCommand(new AgentReplied(new AgentReply.Progress(1, 1, "reading")));

    assertThat(result.hasNoEvents()).isTrue();
    follower.expectMessage(new SupervisorMessage.Signal.Progressed(1, "a", "reading"));
  }

  @Test
  void agents_are_told_of_who_watches_now_and_when_they_are_assigned() {
    var task = supervisor();
    submit(task);
    var follower = kit.<SupervisorMessage.Signal>createTestProbe();
    var watcher = kit.<Writing>createTestProbe();
    task.runCommand(new SupervisorMessage.Follow(follower.ref(), null));
    assertThat(agents.watched).isEmpty();

    var result = task.runCommand(new SupervisorMessage.Follow(follower.ref(), watcher.ref()));

    assertThat(result.hasNoEvents()).isTrue();
    assertThat(agents.watched)
        .containsExactly(new ScriptedAgents.Watched("a", lastId().agent(1), watcher.ref()));
    task.runCommand(
        new AgentReplied(new AgentReply.Returned(1, 1, json("{}"), 3, Usage.NONE, "m")));
    assertThat(agents.watched)
        .extracting(ScriptedAgents.Watched::role)
        .startsWith("a")
        .contains("b");
  }

  private final List<Instant> removedAt = new ArrayList<>();

  private final class Rows implements WakeUpIndex {
    @Override
    public CompletionStage<Void> schedule(String taskKey, Instant dueAt) {
      rows.put(taskKey, dueAt);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> remove(String taskKey) {
      rows.remove(taskKey);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> remove(String taskKey, Instant dueAt) {
      removedAt.add(dueAt);
      rows.remove(taskKey, dueAt);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Map<String, Instant>> dueAt(Collection<String> taskKeys) {
      return CompletableFuture.completedStage(
          taskKeys.stream()
              .filter(rows::containsKey)
              .collect(Collectors.toMap(key -> key, rows::get)));
    }

    @Override
    public CompletionStage<List<WakeUp>> due(
        int slice, Optional<WakeUp> after, Instant until, int limit) {
      return CompletableFuture.completedStage(new ArrayList<>());
    }
  }
}
