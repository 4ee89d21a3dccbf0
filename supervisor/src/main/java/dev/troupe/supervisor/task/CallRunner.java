package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.agents.Ask;
import dev.troupe.agents.Role;
import dev.troupe.agents.Usage;
import dev.troupe.supervisor.task.Approval.Asked;
import dev.troupe.supervisor.task.CallEvent.AgentCallEnded;
import dev.troupe.supervisor.task.CallEvent.AgentCalled;
import dev.troupe.supervisor.task.TaskCommand.AcceptFailure;
import dev.troupe.supervisor.task.TaskCommand.AcceptReturn;
import dev.troupe.supervisor.workflow.ErrorNames;
import dev.troupe.supervisor.workflow.EvaluationFailure;
import org.jspecify.annotations.Nullable;

/** Gives an agent what another one's model calls for, and takes what becomes of it. */
final class CallRunner {
  static final String NOT_CALLED = "Agent.NotCalled";

  private static final int CAUSE_CHARACTERS = 2_000;

  private final Interpreter interpreter;
  private final Frame frame;

  CallRunner(Interpreter interpreter, Frame frame) {
    this.interpreter = interpreter;
    this.frame = frame;
  }

  void call(Work caller, Ask.OfRole ask) {
    caller
        .calls()
        .left(asked(caller, ask))
        .ifPresentOrElse(left -> callAgain(caller, ask, left), () -> callFirst(caller, ask));
  }

  private static Asked asked(Work caller, Ask.OfRole ask) {
    return new Asked(caller.assignment(), ask.call(), ask.place());
  }

  /** The same assignment to the same agent: what it has recorded is not asked for again. */
  private void callAgain(Work caller, Ask.OfRole ask, Work left) {
    interpreter.emit(
        new AgentCalled(
            left.assignment(),
            asked(caller, ask),
            left.agent(),
            left.role(),
            left.roleHash(),
            left.model(),
            frame.number(),
            frame.visit().state(),
            interpreter.write(frame, left.input().json()),
            caller.deadline(),
            left.attempt() + 1,
            untrusted(caller),
            interpreter.now()));
  }

  private void callFirst(Work caller, Ask.OfRole ask) {
    var running = interpreter.running();
    if (SharedSteps.othersHaveAll(running)) {
      // The agent asks again, as often as it is told of its assignment.
      return;
    }
    var bound =
        interpreter
            .environment()
            .resources()
            .bound(Resources.AGENT + ask.role(), running.terms().model());
    if (bound.isPresent() && bound.get() instanceof Binding.ByRole(var pinned)) {
      var role = pinned.role();
      called(caller, ask, role.name(), pinned.hash(), role.model(), input(role, ask.task()));
      if (isBeyondLimit()) {
        refuse("the task has used up its %d steps".formatted(running.terms().limits().steps()));
      }
    } else {
      called(caller, ask, ask.role(), "", "", ask.task());
      refuse("there is no role %s here by now".formatted(ask.role()));
    }
  }

  private static JsonNode input(Role role, JsonNode task) {
    return role.kind() == Role.Kind.RESEARCHER && task.isTextual()
        ? JsonNodeFactory.instance.objectNode().set("question", task)
        : task;
  }

  private boolean isBeyondLimit() {
    var running = interpreter.running();
    return SharedSteps.inRun(running) > running.terms().limits().steps();
  }

  private void called(
      Work caller, Ask.OfRole ask, String role, String hash, String model, JsonNode input) {
    var progress = interpreter.running().progress();
    interpreter.emit(
        new AgentCalled(
            progress.assignments() + 1,
            asked(caller, ask),
            progress.agentsInAll() + 1,
            role,
            hash,
            model,
            frame.number(),
            frame.visit().state(),
            interpreter.write(frame, input),
            caller.deadline(),
            null,
            untrusted(caller),
            interpreter.now()));
  }

  private @Nullable Boolean untrusted(Work caller) {
    return (caller.untrusted() || interpreter.running().untrusted()) ? true : null;
  }

  /** What was just called. */
  private void refuse(String why) {
    emitFailed(
        interpreter.running().progress().assignments(), NOT_CALLED, why, Usage.NONE, null, false);
  }

  void returned(AcceptReturn returned, @Nullable String engine) {
    try {
      interpreter.emit(
          new AgentCallEnded(
              returned.assignment(),
              interpreter.write(frame, returned.output()),
              null,
              null,
              returned.transcriptSequence(),
              returned.usage(),
              engine,
              null,
              returned.shared(),
              Boolean.TRUE.equals(returned.untrusted()),
              interpreter.now()));
    } catch (EvaluationFailure tooLarge) {
      emitFailed(
          returned.assignment(),
          tooLarge.error(),
          tooLarge.cause(),
          returned.usage(),
          engine,
          false);
    }
    new CallBudget(interpreter, frame).settle();
  }

  void failed(AcceptFailure failed, @Nullable String engine) {
    emitFailed(
        failed.assignment(),
        failed.error(),
        failed.cause(),
        failed.usage(),
        engine,
        Boolean.TRUE.equals(failed.untrusted()));
    new CallBudget(interpreter, frame).settle();
  }

  private void emitFailed(
      int assignment,
      String error,
      String cause,
      Usage usage,
      @Nullable String engine,
      boolean untrusted) {
    var shown = cause.substring(0, Math.min(cause.length(), CAUSE_CHARACTERS));
    interpreter.emit(
        new AgentCallEnded(
            assignment,
            null,
            error,
            shown,
            0,
            usage,
            engine,
            null,
            null,
            untrusted,
            interpreter.now()));
  }

  /** Its time is over, and whoever is at it is told to stop. */
  void expire(Work called) {
    new ApprovalClosing(interpreter).of(called);
    interpreter.emit(
        new AgentCallEnded(
            called.assignment(),
            null,
            ErrorNames.TIMEOUT,
            "No answer by %s, the step's deadline.".formatted(called.deadline()),
            0,
            Usage.NONE,
            null,
            true,
            null,
            false,
            interpreter.now()));
    new CallBudget(interpreter, frame).settle();
  }
}
