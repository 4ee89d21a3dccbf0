package dev.troupe.supervisor.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.supervisor.task.ApprovalEvent;
import dev.troupe.supervisor.task.CallEvent;
import dev.troupe.supervisor.task.TaskEvent;
import dev.troupe.supervisor.task.TaskHistory;
import dev.troupe.supervisor.workflow.ErrorNames;
import dev.troupe.supervisor.workflow.State;
import dev.troupe.supervisor.workflow.State.MapState;
import dev.troupe.supervisor.workflow.State.ParallelState;
import dev.troupe.supervisor.workflow.State.TaskState;
import dev.troupe.supervisor.workflow.StateMachine;
import dev.troupe.supervisor.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A task's journal told in the event types of AWS Step Functions.
 *
 * <p>What a distributed Map does inside is left out: there it happens in executions of its own.
 */
public final class ServiceHistory {
  private static final Pattern EVENT_ID = Pattern.compile("\\(entered at the event id #(\\d+)\\)");

  /** By what the service tells attempts of different resources apart. */
  public enum Kind {
    LAMBDA("LambdaFunction"),
    ACTIVITY("Activity"),
    TASK("Task");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }

    /** As a resource's name tells. */
    public static Kind of(String resource) {
      return resource.contains(":lambda:") && resource.contains(":function:")
          ? LAMBDA
          : resource.contains(":activity:") ? ACTIVITY : TASK;
    }
  }

  /** Where a frame stands in the definition. */
  private record Place(int parent, StateMachine machine, int index, boolean isHidden) {}

  private final Function<String, Kind> kinds;
  private final TaskHistory history = new TaskHistory();
  private final Map<Integer, Place> frames = new HashMap<>();
  private final Map<Integer, String> states = new HashMap<>();
  private final Map<Integer, Integer> framesOfWork = new HashMap<>();
  private final Map<Long, Integer> enteredIds = new HashMap<>();
  private final Set<Integer> branching = new HashSet<>();
  private final Set<Integer> beforeRun = new HashSet<>();
  private final Function<String, Workflow> workflows;
  private final Set<Integer> failing = new HashSet<>();
  private final Set<Integer> brokenOff = new HashSet<>();
  private int redrives;
  private final List<ObjectNode> told = new ArrayList<>();
  private Instant at = Instant.EPOCH;
  private int id;

  public ServiceHistory(Workflow workflow, Function<String, Kind> kinds) {
    this(workflow, _ -> workflow, kinds);
  }

  /**
   * @param workflow that the history begins with
   * @param workflows by their hashes, those that forks go on with
   */
  public ServiceHistory(
      Workflow workflow, Function<String, Workflow> workflows, Function<String, Kind> kinds) {
    this.kinds = kinds;
    this.workflows = workflows;
    frames.put(0, new Place(0, workflow.machine(), 0, false));
  }

  /**
   * Each event as {@code {id, at, type, name?, input?, output?, assigned?, error?, cause?, ...}}.
   */
  public static List<ObjectNode> of(
      Workflow workflow, Iterable<TaskEvent> events, Function<String, Kind> kinds) {
    var history = new ServiceHistory(workflow, kinds);
    events.forEach(history::tell);
    return history.told;
  }

  /** Takes the next event of the journal; what it comes to is at the end of {@link #told()}. */
  public void tell(TaskEvent event) {
    var data = history.read(event).data();
    at = event.at();
    switch (event) {
      case TaskEvent.TaskSubmitted _ -> add("ExecutionStarted").set("input", data.path("input"));
      case TaskEvent.StateEntered entered -> onEntered(entered, data);
      case TaskEvent.StateExited exited -> onExited(exited, data);
      case TaskEvent.EvaluationFailed failed -> onEvaluationFailed(failed);
      case TaskEvent.StepAssigned assigned -> onAssigned(assigned, data);
      case TaskEvent.StepSubmitted _ -> {}
      case TaskEvent.StepReturned returned ->
          attempt(returned.assignment(), "Succeeded").set("output", data.path("output"));
      case TaskEvent.StepFailed failed -> onFailed(failed);
      case TaskEvent.RetryScheduled scheduled -> {
        if (scheduled.frame() != null) {
          failing.remove(scheduled.frame());
        }
      }
      case TaskEvent.ErrorCaught caught -> tellFailed(caught.frame());
      case ApprovalEvent _,
          TaskEvent.EscalationTicketed _,
          TaskEvent.BudgetAlerted _,
          TaskEvent.BudgetRaised _,
          TaskEvent.MessageGiven _,
          TaskEvent.QuestionClaimed _,
          CallEvent _,
          TaskEvent.AssignmentCancelled _,
          TaskEvent.TimerStarted _,
          TaskEvent.TimerFired _ -> {}
      case TaskEvent.ParallelStarted started -> {
        branching.add(started.frame());
        in(started.frame(), "ParallelStateStarted");
      }
      case TaskEvent.MapStarted started -> onMapStarted(started, data);
      case TaskEvent.BranchStarted started -> onBranchStarted(started);
      case TaskEvent.ChildStarted started -> {
        framesOfWork.put(started.assignment(), started.frame());
        beginRun(started.frame());
      }
      case TaskEvent.ChildEnded ended -> {
        if (ended.error() != null) {
          failing.add(frameOf(ended.assignment()));
        }
      }
      case TaskEvent.BranchCompleted completed -> iteration(completed.frame(), "Succeeded");
      case TaskEvent.BranchFailed failed -> {
        tellFailed(failed.frame());
        iteration(failed.frame(), "Failed");
        failing.add(place(failed.frame()).parent());
      }
      case TaskEvent.BranchAborted aborted -> iteration(aborted.frame(), "Aborted");
      case TaskEvent.TaskForked forked ->
          frames.put(0, new Place(0, workflows.apply(forked.workflowHash()).machine(), 0, false));
      case TaskEvent.TaskRedriven _ -> {
        redrives++;
        branching.addAll(brokenOff);
        brokenOff.clear();
        add("ExecutionRedriven").put("redriveCount", redrives);
      }
      // That service forgets its executions, too, and says nothing of it.
      case TaskEvent.TaskRetired _ -> {}
      case TaskEvent.TaskCompleted _ ->
          add("ExecutionSucceeded").set("output", data.path("output"));
      case TaskEvent.TaskFailed failed -> onTaskFailed(failed);
      case TaskEvent.TaskCancelled cancelled ->
          add("ExecutionAborted").put("cause", cancelled.reason());
    }
  }

  public List<ObjectNode> told() {
    return List.copyOf(told);
  }

  private void onEntered(TaskEvent.StateEntered entered, JsonNode data) {
    states.put(entered.frame(), entered.state());
    in(entered.frame(), type(entered.frame()) + "StateEntered")
        .put("name", entered.state())
        .set("input", data.path("input"));
    enteredIds.put(history.sequence(), id);
  }

  private void onExited(TaskEvent.StateExited exited, JsonNode data) {
    var frame = exited.frame();
    if (branching.remove(frame)) {
      beginRun(frame);
      if (isDistributed(frame)) {
        in(frame, "MapRunSucceeded");
      }
      in(frame, type(frame) + "StateSucceeded");
    }
    failing.remove(frame);
    brokenOff.remove(frame);
    var event = in(frame, type(frame) + "StateExited").put("name", exited.state());
    event.set("output", data.path("output"));
    if (!exited.assigned().isEmpty()) {
      event.set("assigned", data.path("assigned"));
    }
  }

  private void onAssigned(TaskEvent.StepAssigned assigned, JsonNode data) {
    framesOfWork.put(assigned.assignment(), assigned.frame());
    var scheduled = attempt(assigned.assignment(), "Scheduled");
    if (kind(assigned.assignment()) != Kind.TASK) {
      scheduled.set("input", data.path("input"));
    }
    attempt(assigned.assignment(), "Started");
    if (state(assigned.frame()) instanceof TaskState task && task.isSubmitted()) {
      attempt(assigned.assignment(), "Submitted");
    }
  }

  private void onFailed(TaskEvent.StepFailed failed) {
    if (failed.error().equals(ErrorNames.TIMEOUT)) {
      attempt(failed.assignment(), "TimedOut").put("error", failed.error());
    } else {
      put(attempt(failed.assignment(), "Failed"), failed.error(), failed.cause());
    }
  }

  private void onMapStarted(TaskEvent.MapStarted started, JsonNode data) {
    var frame = started.frame();
    branching.add(frame);
    in(frame, "MapStateStarted").put("length", data.path("items").size());
    if (isDistributed(frame)) {
      beforeRun.add(frame);
    }
  }

  /** A Map's run begins behind its Map, unless that fails first. */
  private void beginRun(int frame) {
    if (beforeRun.remove(frame)) {
      in(frame, "MapRunStarted");
    }
  }

  private void onEvaluationFailed(TaskEvent.EvaluationFailed failed) {
    in(failed.frame(), "EvaluationFailed")
        .put("error", failed.error())
        .put("cause", translated(failed.cause()));
    switch (state(failed.frame())) {
      case MapState _, ParallelState _ -> failing.add(failed.frame());
      case State _ -> {}
    }
  }

  private void onBranchStarted(TaskEvent.BranchStarted started) {
    beginRun(started.parent());
    var parent = place(started.parent());
    var machine =
        switch (state(started.parent())) {
          case MapState map -> map.processor();
          case ParallelState parallel -> parallel.branches().get(started.index());
          case State other -> throw new IllegalStateException("No branches in " + other);
        };
    var isHidden = parent.isHidden() || isDistributed(started.parent());
    frames.put(started.frame(), new Place(started.parent(), machine, started.index(), isHidden));
    iteration(started.frame(), "Started");
  }

  private void onTaskFailed(TaskEvent.TaskFailed failed) {
    tellFailed(0);
    put(add("ExecutionFailed"), failed.error(), translated(failed.cause()));
  }

  /** A state whose branches have failed it fails now. */
  private void tellFailed(int frame) {
    var began = branching.remove(frame) && !beforeRun.remove(frame);
    if (failing.remove(frame)) {
      if (began && isDistributed(frame)) {
        in(frame, "MapRunFailed");
      }
      in(frame, type(frame) + "StateFailed");
      if (began) {
        brokenOff.add(frame);
      }
    }
  }

  private void iteration(int frame, String what) {
    var place = place(frame);
    if (state(place.parent()) instanceof MapState) {
      in(frame, "MapIteration" + what)
          .put("name", states.get(place.parent()))
          .put("index", place.index());
    }
  }

  private ObjectNode attempt(int assignment, String what) {
    return in(frameOf(assignment), kind(assignment).prefix + what);
  }

  private int frameOf(int assignment) {
    return framesOfWork.getOrDefault(assignment, 0);
  }

  private Kind kind(int assignment) {
    return state(frameOf(assignment)) instanceof TaskState task
        ? kinds.apply(task.resource())
        : Kind.TASK;
  }

  private static void put(ObjectNode event, String error, String cause) {
    if (!error.isEmpty()) {
      event.put("error", error);
    }
    if (!cause.isEmpty()) {
      event.put("cause", cause);
    }
  }

  /** A cause names an event by its number, which is another one in this telling. */
  private String translated(String cause) {
    return EVENT_ID
        .matcher(cause)
        .replaceAll(number -> {
          var ours = Long.parseLong(number.group(1));
          return "(entered at the event id #%d)".formatted(enteredIds.getOrDefault(ours, 0));
        });
  }

  private ObjectNode in(int frame, String type) {
    return place(frame).isHidden() ? JsonNodeFactory.instance.objectNode() : add(type);
  }

  private ObjectNode add(String type) {
    id++;
    var event =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", id)
            .put("at", at.toString())
            .put("type", type);
    told.add(event);
    return event;
  }

  private Place place(int frame) {
    var place = frames.get(frame);
    if (place == null) {
      throw new IllegalStateException("No frame %d in this journal".formatted(frame));
    }
    return place;
  }

  private State state(int frame) {
    return place(frame).machine().state(states.getOrDefault(frame, ""));
  }

  private boolean isDistributed(int frame) {
    return state(frame) instanceof MapState map && map.isDistributed();
  }

  private String type(int frame) {
    return switch (state(frame)) {
      case TaskState _ -> "Task";
      case ParallelState _ -> "Parallel";
      case MapState _ -> "Map";
      case State.ChoiceState _ -> "Choice";
      case State.PassState _ -> "Pass";
      case State.WaitState _ -> "Wait";
      case State.SucceedState _ -> "Succeed";
      case State.FailState _ -> "Fail";
    };
  }
}
