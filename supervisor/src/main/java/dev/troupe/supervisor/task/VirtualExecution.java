package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Usage;
import dev.troupe.persistence.Decision.Accepted;
import dev.troupe.persistence.Decision.Rejected;
import dev.troupe.supervisor.Callback;
import dev.troupe.supervisor.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A task without an actor, on virtual time: what agents would answer is told to it, and where
 * nothing but time can go on, time is moved there. The items of its distributed Maps are tasks of
 * their own, inside it.
 */
public final class VirtualExecution {
  /** As long as a wait may be. */
  private static final TaskEvent.Limits LIMITS =
      new TaskEvent.Limits(Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** Time and chance, the same for a task and its items. */
  private static final class Clock {
    private Instant now;
    private long seed;

    Clock(Instant start) {
      this.now = start;
    }

    long nextSeed() {
      return seed++;
    }
  }

  private final Environment environment;
  private final Clock clock;
  private final TaskEvent.@Nullable Parent parent;
  private final List<TaskCommand> commands = new ArrayList<>();
  private final List<List<TaskEvent>> writes = new ArrayList<>();
  private final SortedMap<Integer, VirtualExecution> items = new TreeMap<>();
  private Task task = new Task.Absent();

  /** How it ended: output is null where it failed. */
  public record End(@Nullable JsonNode output, String error, String cause) {}

  public VirtualExecution(Environment environment, Instant start) {
    this(environment, new Clock(start), null);
  }

  private VirtualExecution(
      Environment environment, Clock clock, TaskEvent.@Nullable Parent parent) {
    this.environment = environment;
    this.clock = clock;
    this.parent = parent;
  }

  public void submit(JsonNode input) {
    Workflow workflow = environment.workflow();
    tell(
        new TaskCommand.Submit(
            "workflow",
            workflow.hash(),
            input,
            List.of(),
            Map.of(),
            LIMITS,
            null,
            "",
            "",
            parent,
            clock.now,
            clock.nextSeed()));
  }

  /** What waits for an answer, in the order in which it was given out; items' work behind it. */
  public List<Work> open() {
    if (!(task instanceof Running running)) {
      return List.of();
    }
    return Stream.concat(
            running
                .openWork()
                .filter(work -> !items.containsKey(work.assignment()))
                .sorted(Comparator.comparingInt(Work::assignment)),
            items.values().stream().flatMap(item -> item.open().stream()))
        .toList();
  }

  /** Which task it is that gave work out. */
  private VirtualExecution giver(Predicate<VirtualExecution> gave) {
    return items.values().stream()
        .map(item -> item.giver(gave))
        .filter(gave)
        .findFirst()
        .orElse(this);
  }

  /** Two items' work may look alike. */
  @SuppressWarnings("ReferenceEquality")
  private VirtualExecution giverOf(Work work) {
    return giver(item ->
        item.task instanceof Running running && running.openWork().anyMatch(open -> open == work));
  }

  /** The state in which work was given out. */
  public String stateOf(Work work) {
    return giverOf(work).task instanceof Running running
        ? running.frameOf(work.assignment()).map(frame -> frame.visit().state()).orElse("")
        : "";
  }

  public void returned(Work work, JsonNode output) {
    giverOf(work).tell(accepting(work, output));
    settleAll();
  }

  private TaskCommand accepting(Work work, JsonNode output) {
    return new TaskCommand.AcceptReturn(
        work.assignment(), work.attempt(), output, 1, Usage.NONE, clock.now, clock.nextSeed());
  }

  /** Somebody with the step's token ends it, if it has one and is still open. */
  public void calledBack(Work work, Callback callback) {
    var token = work.token();
    if (token != null) {
      var giver = giver(item -> item.waitsFor(token));
      if (giver.waitsFor(token)) {
        giver.tell(new TaskCommand.AcceptCallback(token, callback, clock.now, clock.nextSeed()));
        settleAll();
      }
    }
  }

  private boolean waitsFor(String token) {
    return task instanceof Running running
        && running.work().anyMatch(open -> token.equals(open.token()));
  }

  public void failed(Work work, String error, String cause) {
    giverOf(work).tell(failing(work, error, cause));
    settleAll();
  }

  private TaskCommand failing(Work work, String error, String cause) {
    return new TaskCommand.AcceptFailure(
        work.assignment(), work.attempt(), error, cause, Usage.NONE, clock.now, clock.nextSeed());
  }

  /** Moves time to where time alone changes something. */
  public void elapse() {
    var due = nextDueAt();
    clock.now = due.isAfter(clock.now) ? due : clock.now;
    fire();
    settleAll();
  }

  private Instant nextDueAt() {
    var next = task instanceof Running running ? running.nextDueAt(LastHeard.NOTHING) : Instant.MAX;
    for (var item : items.values()) {
      var due = item.nextDueAt();
      next = due.isBefore(next) ? due : next;
    }
    return next;
  }

  private void fire() {
    items.values().forEach(VirtualExecution::fire);
    if (task instanceof Running running
        && !running.nextDueAt(LastHeard.NOTHING).isAfter(clock.now)) {
      tell(new TaskCommand.FireTimers(LastHeard.NOTHING, clock.now, clock.nextSeed()));
    }
  }

  private void tell(TaskCommand command) {
    persist(command);
    while (task instanceof Running running && running.runnable().isPresent()) {
      persist(new TaskCommand.Continue(clock.now, clock.nextSeed()));
    }
    settle();
  }

  /** From the innermost items outwards. */
  private void settleAll() {
    items.values().forEach(VirtualExecution::settleAll);
    settle();
  }

  /** Starts items, hears those that have ended, and forgets those that nobody wants. */
  private void settle() {
    while (hearItem()) {
      while (task instanceof Running running && running.runnable().isPresent()) {
        persist(new TaskCommand.Continue(clock.now, clock.nextSeed()));
      }
    }
  }

  /** False if no item has ended. */
  private boolean hearItem() {
    if (!(task instanceof Running running)) {
      items.clear();
      return false;
    }
    items.keySet().removeIf(number -> running.frameOf(number).isEmpty());
    for (var work : running.items().toList()) {
      var end = items.computeIfAbsent(work.assignment(), _ -> begun(work)).end();
      if (end != null) {
        items.remove(work.assignment());
        persist(
            end.output() == null
                ? failing(work, end.error(), end.cause())
                : accepting(work, end.output()));
        return true;
      }
    }
    return false;
  }

  private VirtualExecution begun(Work work) {
    var own = TaskId.fromKey(environment.taskKey());
    var depth = parent == null ? 1 : parent.depth() + 1;
    var item =
        new VirtualExecution(
            environment.ofItem(
                HashedId.ofChild(own, work.assignment(), work.attempt()), work.roleHash()),
            clock,
            new TaskEvent.Parent(own.id(), work.assignment(), work.attempt(), depth));
    item.submit(work.input().json());
    return item;
  }

  private void persist(TaskCommand command) {
    switch (task.decide(command, environment)) {
      case Accepted(var events) -> {
        commands.add(command);
        writes.add(events);
        events.forEach(event -> task = task.evolve(event));
      }
      case Rejected(var reason) -> throw new IllegalStateException(reason.toString());
    }
  }

  /** Everything that was told, in order. */
  public List<TaskCommand> commands() {
    return List.copyOf(commands);
  }

  /** Everything that was written, one list for each command. */
  public List<List<TaskEvent>> writes() {
    return List.copyOf(writes);
  }

  public Task task() {
    return task;
  }

  public Environment environment() {
    return environment;
  }

  /** Null as long as it runs. */
  public @Nullable End end() {
    return task instanceof Ended ended
        ? switch (ended.end()) {
          case Ended.End.Completed(_, var output) -> new End(output, "", "");
          case Ended.End.Failed(var error, var cause) -> new End(null, error, cause);
          case Ended.End.Cancelled(var reason) -> new End(null, "Task.Cancelled", reason);
        }
        : null;
  }
}
