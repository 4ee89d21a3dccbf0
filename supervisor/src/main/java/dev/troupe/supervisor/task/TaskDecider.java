package dev.troupe.supervisor.task;

import static dev.troupe.persistence.Decision.accept;
import static dev.troupe.persistence.Decision.reject;

import dev.troupe.persistence.Decision;
import dev.troupe.persistence.Value;
import dev.troupe.supervisor.task.TaskCommand.AcceptCallback;
import dev.troupe.supervisor.task.TaskCommand.AcceptFailure;
import dev.troupe.supervisor.task.TaskCommand.AcceptReturn;
import dev.troupe.supervisor.task.TaskCommand.Cancel;
import dev.troupe.supervisor.task.TaskCommand.Continue;
import dev.troupe.supervisor.task.TaskCommand.FireTimers;
import dev.troupe.supervisor.task.TaskCommand.Submit;
import dev.troupe.supervisor.task.TaskEvent.TaskSubmitted;
import dev.troupe.supervisor.task.TaskRejection.NotSubmitted;
import dev.troupe.supervisor.task.TaskRejection.SubmittedOtherwise;
import dev.troupe.supervisor.task.TaskRejection.TokenNotOpen;
import java.util.List;

/** Which events a command leads to. */
final class TaskDecider {
  private TaskDecider() {}

  static Decision<TaskEvent, TaskRejection> decide(
      Task task, TaskCommand command, Environment environment) {
    return switch (task) {
      case Task.Absent absent ->
          switch (command) {
            case Submit submit -> onSubmit(absent, submit, environment);
            case AcceptReturn _,
                AcceptFailure _,
                AcceptCallback _,
                FireTimers _,
                Continue _,
                Cancel _ ->
                reject(new NotSubmitted());
          };
      case Running running ->
          switch (command) {
            case Submit submit -> again(running.terms(), submit);
            case AcceptReturn returned ->
                accept(interpreter(running, command, environment).onReturn(returned));
            case AcceptFailure failed ->
                accept(interpreter(running, command, environment).onFailure(failed));
            case AcceptCallback called -> onCallback(running, called, environment);
            case FireTimers(var heard, _, _) ->
                accept(interpreter(running, command, environment).onTime(heard));
            case Continue _ -> accept(interpreter(running, command, environment).onward());
            case Cancel cancel ->
                accept(new TaskEvent.TaskCancelled(cancel.reason(), cancel.now()));
          };
      case Ended ended ->
          switch (command) {
            case Submit submit -> again(ended.terms(), submit);
            case AcceptCallback _ -> reject(new TokenNotOpen());
            case AcceptReturn _, AcceptFailure _, FireTimers _, Continue _, Cancel _ ->
                accept(List.of());
          };
    };
  }

  private static Decision<TaskEvent, TaskRejection> onSubmit(
      Task absent, Submit submit, Environment environment) {
    var submitted =
        new TaskSubmitted(
            submit.workflow(),
            submit.workflowHash(),
            Value.of(submit.input()),
            submit.knowledge(),
            submit.labels(),
            submit.limits(),
            submit.now().plusSeconds(submit.limits().timeoutSeconds()),
            submit.model(),
            submit.bodyHash(),
            submit.traceparent(),
            submit.parent(),
            submit.now());
    return accept(new Interpreter(absent, environment, submit.moment()).onSubmitted(submitted));
  }

  private static Decision<TaskEvent, TaskRejection> onCallback(
      Running task, AcceptCallback called, Environment environment) {
    var work = task.work().filter(open -> called.token().equals(open.token())).findFirst();
    return work.isEmpty()
        ? reject(new TokenNotOpen())
        : accept(interpreter(task, called, environment).onCallback(work.get(), called.callback()));
  }

  private static Decision<TaskEvent, TaskRejection> again(Terms terms, Submit submit) {
    return terms.asksFor(submit) ? accept(List.of()) : reject(new SubmittedOtherwise());
  }

  private static Interpreter interpreter(
      Running task, TaskCommand command, Environment environment) {
    return new Interpreter(task, environment, command.moment());
  }
}
