package dev.troupe.supervisor.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.task.TaskEvent.BranchAborted;
import dev.troupe.supervisor.task.TaskEvent.BranchCompleted;
import dev.troupe.supervisor.task.TaskEvent.BranchFailed;
import dev.troupe.supervisor.task.TaskEvent.BranchStarted;
import dev.troupe.supervisor.task.TaskEvent.ErrorCaught;
import dev.troupe.supervisor.task.TaskEvent.MapStarted;
import dev.troupe.supervisor.task.TaskEvent.ParallelStarted;
import dev.troupe.supervisor.task.TaskEvent.RetryScheduled;
import dev.troupe.supervisor.task.TaskEvent.StateEntered;
import dev.troupe.supervisor.task.TaskEvent.StateExited;
import dev.troupe.supervisor.task.TaskEvent.StepAssigned;
import dev.troupe.supervisor.task.TaskEvent.StepFailed;
import dev.troupe.supervisor.task.TaskEvent.TaskCompleted;
import dev.troupe.supervisor.task.TaskEvent.TaskFailed;
import dev.troupe.supervisor.task.TaskEvent.TimerStarted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What holds of every journal about frames: states are entered and left by turns, a state leaves
 * nothing open behind it, a Map or Parallel passes on what its branches came to, and a failure is
 * handled as its state says.
 */
final class FrameRules {

  /** A frame that is open, and what came of the branches of the state that it is in. */
  private static final class OpenFrame {
    private final int parent;
    private final int index;
    private @Nullable String state;
    private @Nullable String next;
    private boolean left;
    private boolean caught;
    private final SortedMap<Integer, JsonNode> outputs = new TreeMap<>();
    private final Map<Integer, Integer> retries = new HashMap<>();

    OpenFrame(int parent, int index) {
      this.parent = parent;
      this.index = index;
    }

    void forgetBranches() {
      outputs.clear();
    }
  }

  private final Map<Integer, OpenFrame> frames = new HashMap<>(Map.of(0, new OpenFrame(-1, 0)));
  private final Map<String, JsonNode> states = new HashMap<>();
  private final Map<Integer, StepAssigned> openWork;
  private final TaskHistory history = new TaskHistory();

  FrameRules(JsonNode definition, Map<Integer, StepAssigned> openWork) {
    this.openWork = openWork;
    collect(definition);
  }

  private void collect(JsonNode machine) {
    for (var state : machine.path("States").properties()) {
      states.put(state.getKey(), state.getValue());
      state.getValue().path("Branches").forEach(this::collect);
      collect(state.getValue().path("ItemProcessor"));
    }
  }

  void next(TaskEvent event) {
    var shown = history.read(event).data();
    switch (event) {
      case StateEntered entered -> onEntered(frame(entered.frame()), entered.state());
      case StateExited exited -> onExited(exited, shown.path("output"));
      case StepAssigned assigned -> isIn(assigned.frame(), assigned.state());
      case StepFailed _ -> {}
      case TimerStarted started -> isIn(started.frame(), started.state());
      case RetryScheduled scheduled -> onRetry(scheduled);
      case ErrorCaught caught -> onCaught(caught);
      case ParallelStarted started -> isIn(started.frame(), started.state()).forgetBranches();
      case MapStarted started -> isIn(started.frame(), started.state()).forgetBranches();
      case BranchStarted started -> onStarted(started);
      case BranchCompleted completed -> onCompleted(completed.frame(), shown.path("output"));
      case BranchFailed failed -> onFailed(failed);
      case BranchAborted aborted -> close(aborted.frame());
      case TaskCompleted _ -> {
        assertThat(frame(0).left).as("the machine was left").isTrue();
        isAllThereIs(0);
      }
      case TaskFailed failed -> onTaskFailed(failed);
      default -> {}
    }
  }

  private OpenFrame frame(int number) {
    var frame = frames.get(number);
    if (frame == null) {
      throw new AssertionError("Frame %d is not open".formatted(number));
    }
    return frame;
  }

  private OpenFrame isIn(int number, String state) {
    var frame = frame(number);
    assertThat(frame.state).as("where frame %d is", number).isEqualTo(state);
    return frame;
  }

  private void onEntered(OpenFrame frame, String state) {
    assertThat(frame.state).as("left before '%s' is entered", state).isNull();
    assertThat(frame.left).isFalse();
    if (frame.next != null) {
      assertThat(state).isEqualTo(frame.next);
    }
    frame.state = state;
    frame.caught = false;
    frame.forgetBranches();
    frame.retries.clear();
  }

  private void onExited(StateExited exited, JsonNode output) {
    var frame = isIn(exited.frame(), exited.state());
    isAllThereIs(exited.frame());
    if (output.has("branches") && !frame.caught && isOfBranches(exited.state())) {
      assertThat(output.path("branches"))
          .as("what the branches of '%s' came to", exited.state())
          .containsExactlyElementsOf(frame.outputs.values());
    }
    frame.state = null;
    frame.next = exited.next();
    frame.left = exited.next() == null;
  }

  private boolean isOfBranches(String state) {
    return List.of("Map", "Parallel").contains(defined(state).path("Type").asText());
  }

  private void onStarted(BranchStarted started) {
    isIn(started.parent(), started.state());
    var earlier = frames.put(started.frame(), new OpenFrame(started.parent(), started.index()));
    assertThat(earlier).as("a frame's number is new").isNull();
  }

  private void onCompleted(int number, JsonNode output) {
    var frame = frame(number);
    assertThat(frame.left).as("frame %d has left its machine", number).isTrue();
    isAllThereIs(number);
    frame(frame.parent).outputs.put(frame.index, output);
    close(number);
  }

  private void onFailed(BranchFailed failed) {
    isAllThereIs(failed.frame());
    isUnhandled(frame(failed.frame()), failed.error());
    close(failed.frame());
  }

  private void onTaskFailed(TaskFailed failed) {
    assertThat(failed.error()).isNotEqualTo(Interpreter.INTERPRETER_FAULT);
    var isOfTask = failed.error().startsWith("Troupe.") || failed.cause().startsWith("The task ");
    if (!isOfTask) {
      isAllThereIs(0);
      isUnhandled(frame(0), failed.error());
    }
  }

  /** Nothing is open inside a frame: no branch, no work. */
  private void isAllThereIs(int number) {
    assertThat(frames.values().stream().filter(frame -> frame.parent == number).count())
        .as("branches open in frame %d", number)
        .isZero();
    hasNoWork(number);
  }

  private void hasNoWork(int number) {
    assertThat(openWork.values().stream().filter(work -> work.frame() == number))
        .as("work open in frame %d", number)
        .isEmpty();
  }

  /** With all that stands inside. */
  private void close(int number) {
    hasNoWork(number);
    frames.remove(number);
    var inside =
        frames.entrySet().stream()
            .filter(frame -> frame.getValue().parent == number)
            .map(Map.Entry::getKey)
            .toList();
    inside.forEach(this::close);
  }

  // Failures

  private void onRetry(RetryScheduled scheduled) {
    var number = scheduled.frame() == null ? -1 : scheduled.frame();
    isAllThereIs(number);
    var used = frame(number).retries.merge(scheduled.retrier(), 1, Integer::sum);
    var retrier = state(frame(number)).path("Retry").path(scheduled.retrier());
    assertThat(used).as("retries by %s", retrier).isLessThanOrEqualTo(most(retrier));
  }

  private void onCaught(ErrorCaught caught) {
    var frame = isIn(caught.frame(), caught.state());
    isRetriedEnough(frame, caught.error());
    frame.caught = true;
  }

  private void isUnhandled(OpenFrame frame, String error) {
    isRetriedEnough(frame, error);
    if (isOfWork(error)) {
      for (var catcher : state(frame).path("Catch")) {
        assertThat(covers(catcher, error)).as("%s catches %s", catcher, error).isFalse();
      }
    }
  }

  /** Nobody gives up before the retrier that covers the error is used up. */
  private void isRetriedEnough(OpenFrame frame, String error) {
    var retriers = state(frame).path("Retry");
    for (var index = 0; index < retriers.size() && isOfWork(error); index++) {
      if (covers(retriers.path(index), error)) {
        assertThat(frame.retries.getOrDefault(index, 0))
            .as("retries by %s", retriers.path(index))
            .isEqualTo(most(retriers.path(index)));
        return;
      }
    }
  }

  private JsonNode state(OpenFrame frame) {
    return defined(frame.state);
  }

  private JsonNode defined(@Nullable String state) {
    var definition = state == null ? null : states.get(state);
    if (definition == null) {
      throw new AssertionError("In no state of the machine: " + state);
    }
    return definition;
  }

  private static int most(JsonNode retrier) {
    return retrier.path("MaxAttempts").asInt();
  }

  private static boolean isOfWork(String error) {
    return MachineGenerator.ERRORS.contains(error);
  }

  private static boolean covers(JsonNode handler, String error) {
    for (var name : handler.path("ErrorEquals")) {
      if (List.of(error, "States.ALL", "States.TaskFailed").contains(name.asText())) {
        return true;
      }
    }
    return false;
  }
}
