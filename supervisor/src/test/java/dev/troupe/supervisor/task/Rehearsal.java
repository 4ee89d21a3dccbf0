package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Agents.PinnedRole;
import dev.troupe.agents.Role;
import dev.troupe.persistence.Decision;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.ScriptedAgents;
import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.Workflow;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task without an actor: commands in, writes out, time by hand. Every event is stored as JSON.
 */
final class Rehearsal {
  static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  static final TaskEvent.Limits LIMITS = new TaskEvent.Limits(50, 3600);

  final List<List<TaskEvent>> writes = new ArrayList<>();
  private final Workflow workflow;
  private final Environment environment;
  Task task = new Task.Absent();
  Instant now = START;
  private long seed;

  Rehearsal(Workflow workflow) {
    this(workflow, (name, model) -> role(name));
  }

  private Rehearsal(Workflow workflow, Resources resources) {
    this.workflow = workflow;
    this.environment = new Environment("default/t", workflow, resources);
  }

  /** Any workflow that it names is there: it is always this one. */
  static Rehearsal withChildren(String text) {
    var workflow = read(text.replace('\'', '"'));
    return new Rehearsal(
        workflow,
        new Resources() {
          @Override
          public Optional<PinnedRole> role(String name, @Nullable String model) {
            return Rehearsal.role(name);
          }

          @Override
          public Optional<Workflow> workflow(String name) {
            return Optional.of(workflow);
          }
        });
  }

  static Rehearsal of(String workflow) {
    return new Rehearsal(read(workflow.replace('\'', '"')));
  }

  /** Of a definition that may hold single quotes. */
  static Rehearsal ofDefinition(JsonNode definition) {
    return new Rehearsal(read(Json.write(definition)));
  }

  static Rehearsal builtIn(String name) {
    try (var file = Workflow.class.getResourceAsStream("/workflows/" + name + ".asl.json")) {
      return new Rehearsal(read(new String(file.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private static Workflow read(String text) {
    return switch (WorkflowReader.reread(text)) {
      case Reading.Sound(var workflow) -> workflow;
      case Reading.Faulty(var faults) -> throw new AssertionError(faults);
    };
  }

  private static Optional<PinnedRole> role(String name) {
    var limits = new Role.Limits(1, 1, Duration.ofSeconds(1));
    return name.equals("gone")
        ? Optional.empty()
        : Optional.of(
            new PinnedRole(
                "hash-of-" + name,
                new Role(name, Role.Kind.PLAIN, "", "offline", null, null, limits)));
  }

  Workflow workflow() {
    return workflow;
  }

  Rehearsal submit(JsonNode input) {
    return submit(input, LIMITS);
  }

  Rehearsal submit(JsonNode input, TaskEvent.Limits limits) {
    return tell(
        new TaskCommand.Submit(
            "w",
            workflow.hash(),
            input,
            List.of(),
            Map.of(),
            limits,
            null,
            "body",
            "",
            null,
            now,
            1));
  }

  Rehearsal returns(int assignment, JsonNode output) {
    return returns(assignment, 1, output);
  }

  Rehearsal returns(int assignment, int attempt, JsonNode output) {
    return tell(
        new TaskCommand.AcceptReturn(
            assignment, attempt, output, 1, ScriptedAgents.ONE_CALL, now, seed++));
  }

  Rehearsal fails(int assignment, int attempt, String error) {
    return tell(
        new TaskCommand.AcceptFailure(
            assignment, attempt, error, "as told", ScriptedAgents.ONE_CALL, now, seed++));
  }

  Rehearsal after(Duration time) {
    now = now.plus(time);
    return tell(new TaskCommand.FireTimers(LastHeard.NOTHING, now, seed++));
  }

  Rehearsal tell(TaskCommand command) {
    switch (task.decide(command, environment)) {
      case Decision.Accepted(var events) -> {
        if (!events.isEmpty()) {
          writes.add(events);
          events.forEach(event -> task = task.evolve(stored(event)));
        }
      }
      case Decision.Rejected(var reason) -> throw new AssertionError(reason);
    }
    return this;
  }

  Decision<TaskEvent, TaskRejection> decide(TaskCommand command) {
    return task.decide(command, environment);
  }

  /** As it comes back from a journal. */
  static TaskEvent stored(TaskEvent event) {
    return Json.fromTree(Json.parse(Json.write(event)), TaskEvent.class);
  }

  /** The task that a journal with only the first writes would give. */
  Task folded(int writesKept) {
    Task folded = new Task.Absent();
    for (var event : writes.subList(0, writesKept).stream().flatMap(List::stream).toList()) {
      folded = folded.evolve(stored(event));
    }
    return folded;
  }

  List<Work> open() {
    return task instanceof Running running ? running.openWork().toList() : List.of();
  }

  List<TaskEvent> lastWrite() {
    return writes.getLast();
  }

  JsonNode output() {
    return completed().output();
  }

  Ended.End.Completed completed() {
    if (task instanceof Ended ended && ended.end() instanceof Ended.End.Completed completed) {
      return completed;
    }
    throw new AssertionError("Not completed: " + task);
  }

  Ended.End.Failed failed() {
    if (task instanceof Ended ended && ended.end() instanceof Ended.End.Failed failed) {
      return failed;
    }
    throw new AssertionError("Not failed: " + task);
  }
}
