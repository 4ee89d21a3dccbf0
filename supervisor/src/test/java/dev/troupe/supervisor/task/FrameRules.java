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
import dev.troupe.supervisor.task.TaskEvent.TaskRedriven;
import dev.troupe.supervisor.task.TaskEvent.TimerStarted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** By each retrier, of the runs before: how many of them count is not known here. */
    private final Map<Integer, Set<Integer>> retriesBefore = new HashMap<>();

    OpenFrame(int parent, int index) {
      this.parent = parent;
      this.index = index;
    }

    void forgetBranches() {
      outputs.clear();
    }

    /** What waited for a retry goes on waiting; what had failed or was at work may retry anew. */
    void redrive() {
      retries.forEach((retrier, used) ->
          retriesBefore.put(
              retrier,
              Stream.concat(Stream.of(0), before(retrier).stream().map(earlier -> earlier + used))
                  .collect(Collectors.toSet())));
      retries.clear();
    }

    private Set<Integer> before(int retrier) {
      return retriesBefore.getOrDefault(retrier, Set.of(0));
    }

    /** With those of the runs before, where they count. */
    boolean hasUsed(int retrier, int most) {
      var used = retries.getOrDefault(retrier, 0);
      return before(retrier).stream().anyMatch(earlier -> earlier + used == most);
    }
  }

  private final Map<Integer, OpenFrame> frames = new HashMap<>(Map.of(0, new OpenFrame(-1, 0)));

  /** Those that failed or were aborted: they may come back, in the next run. */
  private final Map<Integer, OpenFrame> lost = new HashMap<>();

  private final Map<Integer, OpenFrame> revivable = new HashMap<>();
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
      case ParallelStarted started -> onBranching(started.frame(), started.state());
      case MapStarted started -> onBranching(started.frame(), started.state());
      case BranchStarted started -> onStarted(started);
      case BranchCompleted completed -> onCompleted(completed.frame(), shown.path("output"));
      case BranchFailed failed -> onFailed(failed);
      case BranchAborted aborted -> lose(aborted.frame());
      case TaskCompleted _ -> {
        assertThat(frame(0).left).as("the machine was left").isTrue();
        isAllThereIs(0);
      }
      case TaskFailed failed -> onTaskFailed(failed);
      case TaskRedriven _ -> {
        revivable.putAll(lost);
        lost.clear();
        frames.values().forEach(OpenFrame::redrive);
        revivable.values().forEach(OpenFrame::redrive);
      }
      default -> {}
    }
  }

  private OpenFrame frame(int number) {
    var back = revivable.remove(number);
    if (back != null) {
      frame(back.parent);
      frames.put(number, back);
    }
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
    frame.retriesBefore.clear();
  }

  private void onBranching(int number, String state) {
    isIn(number, state).forgetBranches();
    revivable.values().removeIf(branch -> branch.parent == number);
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
    lose(failed.frame());
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

  private void lose(int number) {
    frame(number);
    var before = new HashMap<>(frames);
    close(number);
    before.keySet().removeAll(frames.keySet());
    lost.putAll(before);
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
        assertThat(frame.hasUsed(index, most(retriers.path(index))))
            .as("retries by %s are used up", retriers.path(index))
            .isTrue();
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
