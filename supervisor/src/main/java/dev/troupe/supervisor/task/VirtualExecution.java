package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Usage;
import dev.troupe.persistence.Decision.Accepted;
import dev.troupe.persistence.Decision.Rejected;
import dev.troupe.supervisor.Callback;
import dev.troupe.supervisor.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task without an actor, on virtual time: what agents would answer is told to it, and where
 * nothing but time can go on, time is moved there.
 */
public final class VirtualExecution {
  /** As long as a wait may be. */
  private static final TaskEvent.Limits LIMITS =
      new TaskEvent.Limits(Integer.MAX_VALUE, Integer.MAX_VALUE);

  private final Environment environment;
  private final List<TaskCommand> commands = new ArrayList<>();
  private final List<List<TaskEvent>> writes = new ArrayList<>();
  private Task task = new Task.Absent();
  private Instant now;
  private long seed;

  /** How it ended: output is null where it failed. */
  public record End(@Nullable JsonNode output, String error, String cause) {}

  public VirtualExecution(Environment environment, Instant start) {
    this.environment = environment;
    this.now = start;
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
            null,
            now,
            seed++));
  }

  /** What waits for an answer, in the order in which it was given out. */
  public List<Work> open() {
    return task instanceof Running running
        ? running
            .openWork()
            .sorted((one, other) -> Integer.compare(one.assignment(), other.assignment()))
            .toList()
        : List.of();
  }

  /** The state in which work was given out. */
  public String stateOf(Work work) {
    return task instanceof Running running
        ? running.frameOf(work.assignment()).map(frame -> frame.visit().state()).orElse("")
        : "";
  }

  public void returned(Work work, JsonNode output) {
    tell(
        new TaskCommand.AcceptReturn(
            work.assignment(), work.attempt(), output, 1, Usage.NONE, now, seed++));
  }

  /** Somebody with the step's token ends it, if it has one and is still open. */
  public void calledBack(Work work, Callback callback) {
    var isOpen =
        task instanceof Running running
            && running
                .work()
                .anyMatch(open ->
                    open.assignment() == work.assignment() && open.attempt() == work.attempt());
    if (isOpen && work.token() != null) {
      tell(new TaskCommand.AcceptCallback(work.token(), callback, now, seed++));
    }
  }

  public void failed(Work work, String error, String cause) {
    tell(
        new TaskCommand.AcceptFailure(
            work.assignment(), work.attempt(), error, cause, Usage.NONE, now, seed++));
  }

  /** Moves time to where time alone changes something. */
  public void elapse() {
    if (task instanceof Running running) {
      var due = running.nextDueAt(LastHeard.NOTHING);
      now = due.isAfter(now) ? due : now;
      tell(new TaskCommand.FireTimers(LastHeard.NOTHING, now, seed++));
    }
  }

  private void tell(TaskCommand command) {
    persist(command);
    while (task instanceof Running running && running.runnable().isPresent()) {
      persist(new TaskCommand.Continue(now, seed++));
    }
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
