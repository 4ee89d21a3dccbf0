package dev.troupe.supervisor.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.Usage;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.TaskDiff;
import dev.troupe.supervisor.TaskEventView;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.TaskView;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One of two journals that are compared. */
final class DiffSide {
  private static final int STATES_AT_MOST = 200;
  private static final int BYTES_SHOWN = 4 * 1024;

  /** What differs between any two tasks, or between any two times. */
  private static final Set<String> INCIDENTAL =
      Set.of(
          "deadline",
          "dueAt",
          "expiresAt",
          "token",
          "approval",
          "ticket",
          "traceparent",
          "bodyHash",
          "labels",
          "parent",
          "origin",
          "usage",
          "transcriptSequence");

  private final String id;
  private final List<TaskEventView> events;
  private final List<TaskEventView> exits;

  DiffSide(String id, List<TaskEventView> events) {
    this.id = id;
    this.events = events;
    this.exits = events.stream().filter(DiffSide::isExit).toList();
  }

  /** Of the workflow itself, not inside a Map or Parallel. */
  private static boolean isExit(TaskEventView event) {
    return event.type().equals("state-exited") && event.data().path("frame").asInt() == 0;
  }

  /** How many states both left in the same way before they part. */
  int commonExits(DiffSide other) {
    var most = Math.min(exits.size(), other.exits.size());
    var count = 0;
    while (count < most && isSame(exits.get(count), other.exits.get(count))) {
      count++;
    }
    return count;
  }

  TaskDiff.Common common(DiffSide other, int count) {
    var last = exits.get(count - 1);
    return new TaskDiff.Common(
        last.data().path("state").asText(), last.sequence(), other.exits.get(count - 1).sequence());
  }

  /** How many events behind the common states are the same on both sides. */
  int firstDifference(DiffSide other, int common) {
    var mine = start(common);
    var theirs = other.start(common);
    var same = 0;
    while (mine + same < events.size()
        && theirs + same < other.events.size()
        && isSame(events.get(mine + same), other.events.get(theirs + same))) {
      same++;
    }
    return same;
  }

  /** Where in the journal the events behind the common states begin. */
  private int start(int common) {
    return common == 0 ? 0 : (int) exits.get(common - 1).sequence();
  }

  private static boolean isSame(TaskEventView one, TaskEventView other) {
    return one.type().equals(other.type()) && essence(one.data()).equals(essence(other.data()));
  }

  private static JsonNode essence(JsonNode data) {
    ObjectNode essence = data.deepCopy();
    return essence.remove(INCIDENTAL);
  }

  TaskDiff.Side behind(int common, int same) {
    var behind = events.subList(start(common), events.size());
    var states = exits.subList(common, exits.size());
    var end = end();
    return new TaskDiff.Side(
        id,
        status(end),
        same < behind.size() ? behind.get(same) : null,
        states.stream().limit(STATES_AT_MOST).map(DiffSide::left).toList(),
        Math.max(0, states.size() - STATES_AT_MOST),
        end == null ? null : shown(end.data().get("output")),
        end == null ? null : failure(end),
        behind.stream().map(DiffSide::usage).reduce(Usage.NONE, Usage::plus));
  }

  private static TaskDiff.Left left(TaskEventView exit) {
    var output = exit.data().path("output");
    return new TaskDiff.Left(
        exit.data().path("state").asText(),
        exit.sequence(),
        shown(output),
        Json.bytes(output).length);
  }

  private static @Nullable JsonNode shown(@Nullable JsonNode output) {
    return output == null || Json.bytes(output).length > BYTES_SHOWN ? null : output;
  }

  private static Usage usage(TaskEventView event) {
    var usage = event.data().path("usage");
    return usage.isObject() ? Json.fromTree(usage, Usage.class) : Usage.NONE;
  }

  /** The end of its last run; null while that goes on. */
  private @Nullable TaskEventView end() {
    var last = events.getLast();
    return switch (last.type()) {
      case "task-completed", "task-failed", "task-cancelled" -> last;
      default -> null;
    };
  }

  private static TaskStatus status(@Nullable TaskEventView end) {
    return switch (end == null ? "" : end.type()) {
      case "task-completed" -> TaskStatus.COMPLETED;
      case "task-failed" -> TaskStatus.FAILED;
      case "task-cancelled" -> TaskStatus.CANCELLED;
      default -> TaskStatus.RUNNING;
    };
  }

  private static TaskView.@Nullable Failure failure(TaskEventView end) {
    return switch (end.type()) {
      case "task-failed" ->
          new TaskView.Failure(
              end.data().path("error").asText(), end.data().path("cause").asText());
      case "task-cancelled" ->
          new TaskView.Failure("Task.Cancelled", end.data().path("reason").asText());
      default -> null;
    };
  }
}
