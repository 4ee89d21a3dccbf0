package dev.troupe.supervisor.task;

import dev.troupe.agents.Usage;
import dev.troupe.persistence.Value;
import dev.troupe.supervisor.Callback;
import dev.troupe.supervisor.task.Position.Branching;
import dev.troupe.supervisor.task.Position.Working;
import dev.troupe.supervisor.task.TaskCommand.AcceptAsks;
import dev.troupe.supervisor.task.TaskCommand.AcceptFailure;
import dev.troupe.supervisor.task.TaskCommand.AcceptReturn;
import dev.troupe.supervisor.workflow.ErrorNames;
import dev.troupe.supervisor.workflow.EvaluationFailure;
import dev.troupe.supervisor.workflow.State;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes what comes back to a task: from agents, from its own tasks, by a token. */
final class AnswerRunner {
  private static final int CAUSE_CHARACTERS = 32_768;
  private static final Set<String> OUT_OF_TIME = Set.of("Model.Timeout", "Tool.Timeout");

  private final Interpreter interpreter;
  private final @Nullable Integer steps;

  /**
   * @param steps that a task of this one's has taken; null where it is not known, or is none
   */
  AnswerRunner(Interpreter interpreter, @Nullable Integer steps) {
    this.interpreter = interpreter;
    this.steps = steps;
  }

  /** False if nobody waits for it. */
  boolean returned(AcceptReturn returned) {
    var work = awaited(returned.assignment(), returned.attempt());
    work.ifPresent(awaited -> returned(awaited, returned));
    return work.isPresent();
  }

  private void returned(Work work, AcceptReturn returned) {
    var engine = other(returned.engine(), work);
    if (isCall(work)) {
      new CallRunner(interpreter, frameOf(work)).returned(returned, engine);
      return;
    }
    try {
      var output = interpreter.write(frameOf(work), returned.output());
      interpreter.emit(event(work, returned, output, engine));
    } catch (EvaluationFailure tooLarge) {
      fail(
          work, tooLarge.error(), tooLarge.cause(), returned.usage(), engine, returned.untrusted());
    }
  }

  private TaskEvent event(Work work, AcceptReturn returned, Value output, @Nullable String engine) {
    if (isItem(work)) {
      return new TaskEvent.ChildEnded(
          work.assignment(),
          output,
          null,
          null,
          returned.usage(),
          engine,
          steps,
          returned.untrusted(),
          interpreter.now());
    }
    return isEndedFromOutside(work)
        ? new TaskEvent.StepSubmitted(
            work.assignment(),
            work.attempt(),
            output,
            returned.transcriptSequence(),
            returned.usage(),
            steps,
            returned.untrusted(),
            interpreter.now())
        : new TaskEvent.StepReturned(
            work.assignment(),
            work.attempt(),
            output,
            returned.transcriptSequence(),
            returned.usage(),
            engine,
            steps,
            returned.shared(),
            returned.untrusted(),
            interpreter.now());
  }

  private boolean isEndedFromOutside(Work work) {
    return interpreter
        .running()
        .frameOf(work.assignment())
        .map(frame -> interpreter.machine(frame).state(frame.visit().state()))
        .filter(state -> state instanceof State.TaskState task && task.waitsForToken())
        .isPresent();
  }

  /** An item of a distributed Map. */
  private boolean isItem(Work work) {
    return frameOf(work).position() instanceof Branching;
  }

  /** What an agent's model called for, not a step. */
  private boolean isCall(Work work) {
    return frameOf(work).position() instanceof Working(_, var step)
        && step.assignment() != work.assignment();
  }

  private Frame frameOf(Work work) {
    return interpreter.running().frameOf(work.assignment()).orElseThrow();
  }

  /** False if nobody waits for it. */
  boolean failed(AcceptFailure failed) {
    var work = awaited(failed.assignment(), failed.attempt());
    work.ifPresent(awaited -> failed(awaited, failed));
    return work.isPresent();
  }

  private void failed(Work work, AcceptFailure failed) {
    var engine = other(failed.engine(), work);
    if (isCall(work)) {
      new CallRunner(interpreter, frameOf(work)).failed(failed, engine);
    } else {
      fail(work, error(work, failed), failed.cause(), failed.usage(), engine, failed.untrusted());
    }
  }

  void asked(AcceptAsks asked) {
    var work = awaited(asked.assignment(), asked.attempt());
    if (work.isPresent() && interpreter.isFull()) {
      interpreter.endFull();
      return;
    }
    work.ifPresent(asking -> {
      var frame = frameOf(asking);
      var asker = Boolean.TRUE.equals(asked.untrusted()) ? asking.asUntrusted() : asking;
      interpreter.run(frame, () -> new AskRunner(interpreter, frame).ask(asker, asked.asks()));
    });
  }

  /** What the work names already is not written again; where no model answered, it is empty. */
  private static @Nullable String other(@Nullable String engine, Work work) {
    var answered = engine == null ? "" : engine;
    return answered.equals(work.model()) ? null : answered;
  }

  /** A call ends with its step's time: what ran out then is the step's, not the model's. */
  private String error(Work work, AcceptFailure failed) {
    return OUT_OF_TIME.contains(failed.error()) && !interpreter.now().isBefore(work.deadline())
        ? ErrorNames.TIMEOUT
        : failed.error();
  }

  /** Its usage was counted when the step was submitted. */
  void calledBack(Work work, Callback callback) {
    switch (callback) {
      case Callback.Heartbeat _ -> {}
      case Callback.Failure(var error, var cause) -> {
        new ApprovalClosing(interpreter).of(work);
        fail(work, error, cause, Usage.NONE, other(null, work), null);
      }
      case Callback.Success(var output) -> {
        new ApprovalClosing(interpreter).of(work);
        try {
          interpreter.emit(
              new TaskEvent.StepReturned(
                  work.assignment(),
                  work.attempt(),
                  interpreter.write(frameOf(work), output),
                  0,
                  Usage.NONE,
                  interpreter.now()));
        } catch (EvaluationFailure tooLarge) {
          fail(work, tooLarge.error(), tooLarge.cause(), Usage.NONE, other(null, work), null);
        }
      }
    }
  }

  private void fail(
      Work work,
      String error,
      String cause,
      Usage usage,
      @Nullable String engine,
      @Nullable Boolean untrusted) {
    if (isItem(work)) {
      var map = frameOf(work);
      interpreter.emit(
          new TaskEvent.ChildEnded(
              work.assignment(),
              null,
              error,
              withoutExcess(cause),
              usage,
              engine,
              steps,
              untrusted,
              interpreter.now()));
      interpreter.run(
          map,
          () ->
              new BranchRunner(interpreter, interpreter.running().frame(map.number()))
                  .onFailed(error, cause));
      return;
    }
    interpreter.emit(
        new TaskEvent.StepFailed(
            work.assignment(),
            work.attempt(),
            error,
            withoutExcess(cause),
            usage,
            engine,
            steps,
            untrusted,
            interpreter.now()));
  }

  /** Causes come from models and from outside; the service, too, keeps so much of one. */
  private static String withoutExcess(String cause) {
    return cause.length() <= CAUSE_CHARACTERS ? cause : cause.substring(0, CAUSE_CHARACTERS);
  }

  Optional<Work> awaited(int assignment, int attempt) {
    return interpreter
        .running()
        .openWork()
        .filter(work -> work.assignment() == assignment && work.attempt() == attempt)
        .filter(work -> !work.isForPeople())
        .findFirst();
  }
}
