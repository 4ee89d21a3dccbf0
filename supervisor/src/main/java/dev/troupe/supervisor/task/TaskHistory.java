package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task's journal read from its beginning: folds each event, so that what an event refers to can
 * be shown in its place.
 */
public final class TaskHistory {
  private Task task = new Task.Absent();

  /** What one event says, as its type's name and its fields. */
  public record Entry(String type, JsonNode data) {}

  public long sequence() {
    return task.sequence();
  }

  public boolean hasEnded() {
    return task instanceof Ended || task instanceof Retired;
  }

  /** Takes the next event of the journal. */
  public Entry read(TaskEvent event) {
    ObjectNode data = Json.MAPPER.valueToTree(event);
    contents(event).forEach((field, value) -> put(data, field, resolve(value)));
    task = task.evolve(event);
    var type = data.path("type").asText();
    data.remove("type");
    data.remove("at");
    return new Entry(type, data);
  }

  /** Takes the next event without showing it. */
  public void skip(TaskEvent event) {
    task = task.evolve(event);
  }

  private JsonNode resolve(Value value) {
    return switch (value) {
      case Value.Inline(var json) -> json;
      case Value.Reference _, Value.Composed _ ->
          switch (task) {
            case Running running -> running.contents().resolve(value);
            case Copying(_, _, Running copied) -> copied.contents().resolve(value);
            case Copying _, Ended _, Retired _, Task.Absent _ -> Json.toTree(value);
          };
    };
  }

  private static void put(ObjectNode data, String field, JsonNode content) {
    var slash = field.indexOf('/');
    if (slash < 0) {
      data.set(field, content);
    } else {
      ((ObjectNode) data.path(field.substring(0, slash))).set(field.substring(slash + 1), content);
    }
  }

  private static Map<String, Value> contents(TaskEvent event) {
    return switch (event) {
      case TaskEvent.TaskSubmitted submitted -> Map.of("input", submitted.input());
      case TaskEvent.StateEntered entered -> Map.of("input", entered.input());
      case TaskEvent.StateExited exited -> {
        Map<String, Value> contents = new LinkedHashMap<>();
        contents.put("output", exited.output());
        exited.assigned().forEach((name, value) -> contents.put("assigned/" + name, value));
        yield contents;
      }
      case TaskEvent.StepAssigned assigned -> Map.of("input", assigned.input());
      case TaskEvent.StepSubmitted submitted -> Map.of("output", submitted.output());
      case TaskEvent.StepReturned returned -> Map.of("output", returned.output());
      case TaskEvent.ParallelStarted started -> Map.of("input", started.input());
      case TaskEvent.MapStarted started -> Map.of("items", started.items());
      case TaskEvent.BranchStarted started -> Map.of("input", started.input());
      case CallEvent.AgentCalled called -> Map.of("input", called.input());
      case CallEvent.AgentCallEnded ended -> {
        Map<String, Value> contents = new LinkedHashMap<>();
        put(contents, "output", ended.output());
        yield contents;
      }
      case TaskEvent.ChildStarted started -> Map.of("input", started.input());
      case TaskEvent.ChildEnded ended -> {
        Map<String, Value> contents = new LinkedHashMap<>();
        put(contents, "output", ended.output());
        yield contents;
      }
      case TaskEvent.BranchCompleted completed -> Map.of("output", completed.output());
      case TaskEvent.TaskCompleted completed -> Map.of("output", completed.output());
      case TaskEvent.TaskForked forked -> {
        Map<String, Value> contents = new LinkedHashMap<>();
        put(contents, "data", forked.data());
        yield contents;
      }
      case ApprovalEvent.ApprovalRequested requested -> {
        Map<String, Value> contents = new LinkedHashMap<>();
        put(contents, "details", requested.details());
        put(contents, "form", requested.form());
        yield contents;
      }
      case ApprovalEvent.ApprovalDecided decided -> {
        Map<String, Value> contents = new LinkedHashMap<>();
        put(contents, "edits", decided.edits());
        yield contents;
      }
      case TaskEvent.MessageGiven _,
          TaskEvent.QuestionClaimed _,
          ApprovalEvent.ApprovalEscalated _,
          ApprovalEvent.ApprovalClosed _,
          TaskEvent.EscalationTicketed _,
          TaskEvent.BudgetAlerted _,
          TaskEvent.BudgetRaised _,
          TaskEvent.StepFailed _,
          TaskEvent.EvaluationFailed _,
          TaskEvent.AssignmentCancelled _,
          TaskEvent.TimerStarted _,
          TaskEvent.TimerFired _,
          TaskEvent.BranchAborted _,
          TaskEvent.RetryScheduled _,
          TaskEvent.ErrorCaught _,
          TaskEvent.BranchFailed _,
          TaskEvent.TaskRedriven _,
          TaskEvent.TaskRetired _,
          TaskEvent.TaskFailed _,
          TaskEvent.TaskCancelled _ ->
          Map.of();
    };
  }

  private static void put(Map<String, Value> contents, String field, @Nullable Value value) {
    if (value != null) {
      contents.put(field, value);
    }
  }
}
