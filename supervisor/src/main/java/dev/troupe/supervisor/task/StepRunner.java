package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Usage;
import dev.troupe.supervisor.workflow.ErrorNames;
import dev.troupe.supervisor.workflow.EvaluationFailure;
import dev.troupe.supervisor.workflow.Scope;
import dev.troupe.supervisor.workflow.State.TaskState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Hands a step to an agent, and takes it back when its time is over. */
final class StepRunner {
  static final String STEP_LIMIT_EXCEEDED = "Troupe.StepLimitExceeded";
  static final String NESTING_LIMIT_EXCEEDED = "Troupe.NestingLimitExceeded";

  private static final int DEPTH_AT_MOST = 10;

  private final Interpreter interpreter;
  private final Frame frame;

  StepRunner(Interpreter interpreter, Frame frame) {
    this.interpreter = interpreter;
    this.frame = frame;
  }

  void assign(TaskState state, Scope scope) {
    var running = interpreter.running();
    if (SharedSteps.left(running) == 0) {
      interpreter.endWith(STEP_LIMIT_EXCEEDED, SharedSteps.exhausted(running));
      return;
    }
    var assignment = running.progress().assignments() + 1;
    var order = order(state, scope, assignment, 1);
    var binding =
        interpreter
            .environment()
            .resources()
            .bound(state.resource(), running.terms().model())
            .orElseThrow(() -> unbound(state));
    give(order, doer(chosen(binding, order.input())), order.input());
  }

  private Binding chosen(Binding binding, JsonNode arguments) {
    if (binding instanceof Binding.ByGiven) {
      var running = interpreter.running();
      var resources = interpreter.environment().resources();
      return new Binding.ByGiven(
          new GivenWorkflow(arguments)
              .checked(resources, running.terms().model(), running.untrusted())
              .hash());
    }
    if (!(binding instanceof Binding.ByAnyExecution)) {
      return binding;
    }
    var name = Execution.calledWith(arguments).workflow();
    return interpreter
        .environment()
        .resources()
        .workflow(name)
        .map(workflow -> new Binding.ByExecution(name, workflow.hash()))
        .orElseThrow(() ->
            new EvaluationFailure(
                Execution.NO_SUCH_MACHINE,
                "StateMachineArn names the workflow '%s', which is not there; store it with PUT /v1/workflows/%1$s."
                    .formatted(name)));
  }

  /** Who is called again in the same frame is the same agent, and remembers. */
  private Doer doer(Binding binding) {
    return switch (binding) {
      case Binding.ByRole(var pinned) -> {
        var seat = new Progress.Seat(pinned.role().name(), frame.number());
        var agent = interpreter.running().progress().agent(seat);
        yield new Doer(agent, binding.performer(), binding.hash(), pinned.role().model());
      }
      case Binding.ByAnyExecution _ ->
          throw new IllegalStateException("Which workflow it is, is not chosen yet");
      case Binding.ByWorkflow _, Binding.ByExecution _, Binding.ByGiven _ -> {
        checkDepth(interpreter);
        yield new Doer(Work.NO_AGENT, binding.performer(), binding.hash(), "");
      }
      case Binding.ByFunction _, Binding.ByTool _, Binding.ByPerson _ ->
          new Doer(Work.NO_AGENT, binding.performer(), binding.hash(), "");
    };
  }

  /** A workflow that starts itself would go on for ever. */
  static void checkDepth(Interpreter interpreter) {
    if (interpreter.running().terms().depth() >= DEPTH_AT_MOST) {
      throw new EvaluationFailure(
          NESTING_LIMIT_EXCEEDED,
          "Tasks start tasks no deeper than %d levels.".formatted(DEPTH_AT_MOST));
    }
  }

  /** The same assignment to the same agent, its input evaluated again. */
  void assignAgain(TaskState state, Scope scope, Work failed) {
    var order = order(state, scope, failed.assignment(), failed.attempt() + 1);
    give(
        order,
        new Doer(failed.agent(), failed.role(), failed.roleHash(), failed.model()),
        sameAs(failed, order.input()));
  }

  /** What an attempt is given, and until when. */
  private record Order(
      int assignment,
      int attempt,
      JsonNode input,
      Instant deadline,
      @Nullable Integer heartbeatSeconds,
      @Nullable String token) {}

  /** Who does it. */
  private record Doer(int agent, String role, String roleHash, String model) {}

  private Order order(TaskState state, Scope raw, int assignment, int attempt) {
    var token = state.isSubmitted() ? token(assignment, attempt) : null;
    var visible = token == null ? raw : new Scopes(interpreter, frame).withToken(raw, token);
    var scope = visible.with(state.flow().select(visible));
    return new Order(
        assignment,
        attempt,
        state.flow().arguments(scope),
        deadline(state, scope),
        state.heartbeat() == null ? null : seconds(state.heartbeat().whole(scope, 1)),
        token);
  }

  private void give(Order order, Doer doer, JsonNode input) {
    if (doer.role().startsWith(Binding.EXECUTION)) {
      Execution.calledWith(input);
    }
    interpreter.emit(
        new TaskEvent.StepAssigned(
            order.assignment(),
            order.attempt(),
            doer.agent(),
            doer.role(),
            doer.roleHash(),
            doer.model(),
            frame.number(),
            frame.visit().state(),
            interpreter.write(frame, input),
            order.deadline(),
            order.heartbeatSeconds(),
            order.token(),
            lent(order, doer),
            interpreter.running().untrusted() ? true : null,
            interpreter.now()));
    if (doer.role().equals(Binding.APPROVAL)) {
      ask();
    }
  }

  /** Another attempt takes no further step of this task. */
  private @Nullable Integer lent(Order order, Doer doer) {
    if (!Work.isForWorkflow(doer.role())) {
      return null;
    }
    var assignments = interpreter.running().progress().assignments();
    return new SharedSteps(interpreter).share(order.assignment() > assignments ? 1 : 0);
  }

  private void ask() {
    var assigned = interpreter.running().frame(frame.number());
    if (assigned.position() instanceof Position.Working(_, var work)) {
      new ApprovalRunner(interpreter, assigned).ask(work);
    }
  }

  /** What is the same as before is referred to, not written again. */
  private static JsonNode sameAs(Work earlier, JsonNode input) {
    return earlier.input().json().equals(input) ? earlier.input().json() : input;
  }

  /** Says where it belongs, and cannot be guessed. */
  private String token(int assignment, int attempt) {
    var task = TaskId.fromKey(interpreter.environment().taskKey());
    return new StepToken(task, assignment, attempt, interpreter.moment().uuid()).toString();
  }

  private EvaluationFailure unbound(TaskState state) {
    return EvaluationFailure.runtime(
        interpreter.environment().resources().absence(state.resource()));
  }

  private Instant deadline(TaskState state, Scope scope) {
    var ofTask = interpreter.running().terms().deadline();
    if (state.timeout() == null) {
      return ofTask;
    }
    var ofStep = interpreter.now().plusSeconds(seconds(state.timeout().whole(scope, 1)));
    return ofStep.isBefore(ofTask) ? ofStep : ofTask;
  }

  private static int seconds(long whole) {
    return (int) Math.min(whole, Integer.MAX_VALUE);
  }

  /** No answer in time, or no sign of life. */
  void expire(Work work) {
    if (work.approval() != null) {
      new ApprovalRunner(interpreter, frame).fallDue(work, work.approval());
      return;
    }
    var now = interpreter.now();
    var cause =
        now.isBefore(work.deadline())
            ? "No sign of life for %s seconds.".formatted(silence(work))
            : "No answer by %s, the step's deadline.".formatted(work.deadline());
    interpreter.emit(
        new TaskEvent.StepFailed(
            work.assignment(), work.attempt(), ErrorNames.TIMEOUT, cause, Usage.NONE, now));
  }

  private static String silence(Work work) {
    return work.heartbeat() == null ? "" : String.valueOf(work.heartbeat().toSeconds());
  }
}
