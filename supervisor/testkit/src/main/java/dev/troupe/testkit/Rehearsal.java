package dev.troupe.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.agent.AgentSettings;
import dev.troupe.agents.agent.AgentSystem;
import dev.troupe.agents.function.Functions;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.model.ModelGateway;
import dev.troupe.agents.tool.Tools;
import dev.troupe.cluster.NodeConfiguration;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.persistence.Stores;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalReply;
import dev.troupe.supervisor.ApprovalView;
import dev.troupe.supervisor.Submission;
import dev.troupe.supervisor.SubmitReply;
import dev.troupe.supervisor.TaskEventView;
import dev.troupe.supervisor.TaskSettings;
import dev.troupe.supervisor.TaskView;
import dev.troupe.supervisor.Tasks;
import dev.troupe.supervisor.view.SupervisorTasks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.stream.javadsl.Sink;
import org.jspecify.annotations.Nullable;

/**
 * A team on ActorTestKit: real supervisors, agents and journal, a scripted model, no network, and
 * time that passes only when the test says so. Close it to delete what it stored.
 */
public final class Rehearsal implements AutoCloseable {
  private static final String TENANT = "default";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A task that left memory while it waits would take its timers along, and no time wakes it. */
  private static final Config IN_MEMORY =
      ConfigFactory.parseString("troupe.tasks.passivate-when-waiting-longer-than = 36500 days");

  private final ActorTestKit kit;
  private final EntityTime time;
  private final List<String> submitted = new CopyOnWriteArrayList<>();
  private final Tasks tasks;

  /** A team whose roles are the configured ones and whose model is the script. */
  public static Rehearsal of(ScriptedModel model) {
    return of(model, "", List.of());
  }

  /**
   * Starts a team.
   *
   * @param model a {@link ScriptedModel}, or whatever else answers for the roles
   * @param settings HOCON, for instance {@code troupe.roles.critic {...}}
   * @param passages what every researcher finds
   */
  public static Rehearsal of(ModelGateway model, String settings, List<Passage> passages) {
    return new Rehearsal(model, settings, passages, Functions.NONE, Tools.NONE);
  }

  /**
   * Starts a team with Java functions.
   *
   * @param functions what {@code java:NAME} calls
   */
  public static Rehearsal of(ModelGateway model, Functions functions) {
    return new Rehearsal(model, "", List.of(), functions, Tools.NONE);
  }

  /**
   * Starts a team with tools.
   *
   * @param settings HOCON with the roles that may use them: {@code troupe.roles.clerk { tools =
   *     [stock], ...}}
   * @param tools what roles list, and {@code tool:NAME} calls
   */
  public static Rehearsal of(ModelGateway model, String settings, Tools tools) {
    return new Rehearsal(model, settings, List.of(), Functions.NONE, tools);
  }

  /** Starts a team with tools, whose researchers and searches find these passages. */
  public static Rehearsal of(
      ModelGateway model, String settings, Tools tools, List<Passage> passages) {
    return new Rehearsal(model, settings, passages, Functions.NONE, tools);
  }

  private Rehearsal(
      ModelGateway model,
      String settings,
      List<Passage> passages,
      Functions functions,
      Tools tools) {
    var config =
        NodeConfiguration.load(
            ConfigFactory.parseString(settings)
                .withFallback(IN_MEMORY)
                .withFallback(EntityTime.config()),
            null);
    this.kit = ActorTestKit.create("rehearsal", config);
    this.time = (EntityTime) kit.system().classicSystem().scheduler();
    var cluster = Cluster.get(kit.system());
    cluster.join(cluster.selfAddress());
    var store = Stores.get(kit.system());
    var agents =
        AgentSystem.start(
            kit.system(),
            AgentSettings.of(config),
            model,
            new FixedKnowledge(passages),
            functions,
            tools,
            store,
            time.clock());
    result(agents.prepare(null));
    this.tasks =
        SupervisorTasks.start(kit.system(), TaskSettings.from(config), agents, store, time.clock());
  }

  /** Submits a goal to a workflow given as text (ASL, JSON or YAML) and returns the task's id. */
  public String submit(String goal, String definition) {
    return accepted(goal, null, null, definition);
  }

  /** The same with more input for the workflow, its {@code $states.input.input}. */
  public String submit(String goal, JsonNode input, String definition) {
    return accepted(goal, input, null, definition);
  }

  /** Submits a goal to a workflow that comes with Troupe, for instance {@code report}. */
  public String submitTo(String workflow, String goal) {
    return accepted(goal, null, workflow, null);
  }

  private String accepted(
      String goal,
      @Nullable JsonNode input,
      @Nullable String workflow,
      @Nullable String definition) {
    var submission =
        new Submission(
            TENANT,
            null,
            goal,
            input,
            workflow,
            definition,
            List.of(),
            Map.of(),
            Submission.Limits.DEFAULT,
            null,
            "");
    return switch (result(tasks.submit(submission))) {
      case SubmitReply.Accepted(var id, _, _) -> {
        submitted.add(id);
        yield id;
      }
      case SubmitReply.Invalid(var faults) -> throw new AssertionError("not accepted: " + faults);
      case SubmitReply.Conflict(var id) -> throw new AssertionError("conflict with " + id);
      case SubmitReply.Unavailable(var reason, _) -> throw new AssertionError(reason);
      case SubmitReply.Unknown(var reason) -> throw new AssertionError(reason);
    };
  }

  /**
   * Lets time pass for tasks and agents: timers that fall due in it fire at their time and in
   * order, and each task has seen the one before the next fires.
   */
  public void timePasses(Duration amount) {
    var until = time.clock().instant().plus(amount);
    settle();
    while (time.fireNext(until)) {
      settle();
    }
    time.clock().advanceTo(until);
  }

  /** An answer of a task comes after everything that was told it before. */
  private void settle() {
    submitted.forEach(this::task);
  }

  /** The task as it is now. */
  public TaskView task(String id) {
    return result(tasks.get(TENANT, id)).orElseThrow();
  }

  /** Waits until the task is as asked; time stands still meanwhile. */
  public TaskView await(String id, Predicate<TaskView> asked) {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      var task = task(id);
      if (asked.test(task)) {
        return task;
      }
      rest();
    }
    throw new AssertionError(
        "not so within " + PATIENCE.toSeconds() + " s: " + task(id) + "\n" + events(id));
  }

  /** Waits for the task's end; time stands still meanwhile. */
  public TaskView awaitEnd(String id) {
    return await(id, task -> task.status().ended());
  }

  /** The supervisor's journal of a task, oldest first. */
  public List<TaskEventView> events(String id) {
    return result(tasks.events(TENANT, id, 0, 10_000)).orElseThrow();
  }

  /** The names of the task's events, in order. */
  public List<String> eventTypes(String id) {
    return events(id).stream().map(TaskEventView::type).toList();
  }

  /** All journals of a task, its supervisor's and its agents', as they are stored. */
  public List<StoredEvent> journals(String id) {
    return result(tasks.export(TENANT, id).runWith(Sink.seq(), kit.system()));
  }

  /** The names of the states that the task's own machine has entered, in order. */
  public List<String> path(String id) {
    return events(id).stream()
        .filter(event -> event.type().equals("state-entered"))
        .filter(event -> event.data().path("frame").asInt() == 0)
        .map(event -> event.data().path("state").asText())
        .toList();
  }

  /** What the task has asked people so far, oldest first, each as it stands now. */
  public List<ApprovalView> approvals(String id) {
    return events(id).stream()
        .filter(event -> event.type().equals("approval-requested"))
        .map(event -> event.data().path("approval").asText())
        .map(approval -> result(tasks.approval(TENANT, approval)).orElseThrow())
        .toList();
  }

  /** Somebody decides; fails unless the decision counts. */
  public ApprovalView decide(String approval, ApprovalDecision decision) {
    return switch (result(tasks.decide(TENANT, approval, decision))) {
      case ApprovalReply.Taken(var view) -> view;
      case ApprovalReply other -> throw new AssertionError("not taken: " + other);
    };
  }

  /** Everything else that a client can ask. */
  public Tasks tasks() {
    return tasks;
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }

  private static <T> T result(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  private static void rest() {
    try {
      TimeUnit.MILLISECONDS.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }
}
