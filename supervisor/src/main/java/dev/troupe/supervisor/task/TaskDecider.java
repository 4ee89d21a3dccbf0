package dev.troupe.supervisor.task;

import static dev.troupe.persistence.Decision.accept;
import static dev.troupe.persistence.Decision.reject;

import dev.troupe.agents.Budget;
import dev.troupe.persistence.Decision;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.Value;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.SubmitReply.Fault;
import dev.troupe.supervisor.task.TaskCommand.AcceptAsks;
import dev.troupe.supervisor.task.TaskCommand.AcceptCallback;
import dev.troupe.supervisor.task.TaskCommand.AcceptChild;
import dev.troupe.supervisor.task.TaskCommand.AcceptFailure;
import dev.troupe.supervisor.task.TaskCommand.AcceptReturn;
import dev.troupe.supervisor.task.TaskCommand.Cancel;
import dev.troupe.supervisor.task.TaskCommand.Continue;
import dev.troupe.supervisor.task.TaskCommand.Copy;
import dev.troupe.supervisor.task.TaskCommand.Decide;
import dev.troupe.supervisor.task.TaskCommand.FireTimers;
import dev.troupe.supervisor.task.TaskCommand.GiveMessage;
import dev.troupe.supervisor.task.TaskCommand.GoLive;
import dev.troupe.supervisor.task.TaskCommand.Redrive;
import dev.troupe.supervisor.task.TaskCommand.Submit;
import dev.troupe.supervisor.task.TaskEvent.TaskRedriven;
import dev.troupe.supervisor.task.TaskEvent.TaskSubmitted;
import dev.troupe.supervisor.task.TaskRejection.ApprovalNotOpen;
import dev.troupe.supervisor.task.TaskRejection.DecidedBefore;
import dev.troupe.supervisor.task.TaskRejection.EditsUnfit;
import dev.troupe.supervisor.task.TaskRejection.MessageRefused;
import dev.troupe.supervisor.task.TaskRejection.NoSuchApproval;
import dev.troupe.supervisor.task.TaskRejection.NotRedrivable;
import dev.troupe.supervisor.task.TaskRejection.NotSubmitted;
import dev.troupe.supervisor.task.TaskRejection.SubmittedOtherwise;
import dev.troupe.supervisor.task.TaskRejection.TokenNotOpen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which events a command leads to. */
final class TaskDecider {
  private static final int COPIED_BYTES_AT_MOST = 512 * 1024;

  private TaskDecider() {}

  static Decision<TaskEvent, TaskRejection> decide(
      Task task, TaskCommand command, Environment environment) {
    return switch (task) {
      case Task.Absent absent ->
          switch (command) {
            case Submit submit -> onSubmit(absent, submit, environment);
            case AcceptReturn _,
                AcceptFailure _,
                AcceptAsks _,
                AcceptChild _,
                AcceptCallback _,
                Decide _,
                GiveMessage _,
                FireTimers _,
                Continue _,
                Copy _,
                GoLive _,
                Redrive _,
                Cancel _ ->
                reject(new NotSubmitted());
          };
      case Copying copying ->
          switch (command) {
            case Submit submit -> again(copying.terms(), submit);
            case Copy copy -> accept(missing(copying, copy));
            case GoLive live -> accept(goLive(copying, live, environment));
            case AcceptCallback _ -> reject(new TokenNotOpen());
            case Decide _ -> reject(new NoSuchApproval());
            case GiveMessage _ ->
                reject(new MessageRefused("Its history is being copied; try again in a moment."));
            case Redrive _ -> reject(stillRuns());
            case AcceptReturn _,
                AcceptFailure _,
                AcceptAsks _,
                AcceptChild _,
                FireTimers _,
                Continue _,
                Cancel _ ->
                accept(List.of());
          };
      case Running running ->
          switch (command) {
            case Copy _, GoLive _ -> accept(List.of());
            case Submit submit -> again(running.terms(), submit);
            case AcceptReturn returned ->
                accept(interpreter(running, command, environment).onReturn(returned));
            case AcceptFailure failed ->
                accept(interpreter(running, command, environment).onFailure(failed));
            case AcceptAsks asked ->
                accept(interpreter(running, command, environment).onAsks(asked));
            case AcceptChild ended ->
                accept(interpreter(running, command, environment).onChild(ended));
            case AcceptCallback called -> onCallback(running, called, environment);
            case Decide decided -> onDecision(running, decided, environment);
            case GiveMessage message -> MessageDecider.decide(running, message, environment);
            case FireTimers(var heard, _, _) ->
                accept(interpreter(running, command, environment).onTime(heard));
            case Continue _ -> accept(interpreter(running, command, environment).onward());
            case Redrive _ -> reject(stillRuns());
            case Cancel cancel ->
                accept(interpreter(running, command, environment).onCancel(cancel.reason()));
          };
      case Ended ended ->
          switch (command) {
            case Submit submit -> again(ended.terms(), submit);
            case AcceptCallback _ -> reject(new TokenNotOpen());
            case Decide decided -> reject(notOpen(ended.closed(), decided.approval()));
            case GiveMessage message -> MessageDecider.late(ended, message);
            case Redrive redrive -> onRedrive(ended, redrive, environment);
            case AcceptReturn _,
                AcceptFailure _,
                AcceptAsks _,
                AcceptChild _,
                FireTimers _,
                Continue _,
                Copy _,
                GoLive _,
                Cancel _ ->
                accept(List.of());
          };
      case Retired _ -> reject(new NotSubmitted());
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
            submit
                .now()
                .plusSeconds(seconds(submit.limits(), environment.workflow().timeoutSeconds())),
            submit.model(),
            submit.bodyHash(),
            submit.traceparent(),
            submit.parent(),
            submit.origin(),
            submit.untrusted(),
            submit.now());
    if (submit.origin() != null) {
      return accept(List.of(submitted));
    }
    return accept(new Interpreter(absent, environment, submit.moment()).onSubmitted(submitted));
  }

  private static Decision<TaskEvent, TaskRejection> onRedrive(
      Ended ended, Redrive redrive, Environment environment) {
    var refused = refusal(ended);
    if (refused != null) {
      return reject(new NotRedrivable(refused));
    }
    var terms = ended.terms();
    var seconds = seconds(terms.limits(), environment.workflow().timeoutSeconds());
    var redriven =
        new TaskRedriven(
            terms.run().number() + 1, redrive.now().plusSeconds(seconds), redrive.now());
    return accept(new Interpreter(ended, environment, redrive.moment()).onRedriven(redriven));
  }

  private static @Nullable String refusal(Ended ended) {
    var parent = ended.terms().parent();
    if (ended.end() instanceof Ended.End.Completed) {
      return "It completed: only what failed or was cancelled can go on.";
    }
    if (parent != null) {
      return "It is a step of task %s, which does not wait for it any more: redrive that one."
          .formatted(parent.task());
    }
    if (ended.sequence() >= Interpreter.EVENTS_PER_TASK) {
      return "Its journal has %d events and no room for more: submit it anew, or fork it."
          .formatted(ended.sequence());
    }
    return null;
  }

  private static TaskRejection stillRuns() {
    return new NotRedrivable("It has not ended: there is nothing to redrive.");
  }

  /** Events that are there already are not written again. */
  private static List<TaskEvent> missing(Copying task, Copy copy) {
    if (copy.after() != task.sequence()) {
      return List.of();
    }
    var left = task.origin().sequence() - task.sequence();
    var bytes = 0;
    List<TaskEvent> missing = new ArrayList<>();
    for (var event : copy.events()) {
      bytes += JsonSize.of(Json.toTree(event));
      if (missing.size() >= left || (bytes > COPIED_BYTES_AT_MOST && !missing.isEmpty())) {
        break;
      }
      missing.add(event);
    }
    return missing;
  }

  private static List<TaskEvent> goLive(Copying task, GoLive live, Environment environment) {
    return task.isComplete() && task.copied() instanceof Running copied
        ? new Interpreter(task, environment, live.moment()).onForked(task.origin(), copied)
        : List.of();
  }

  /** What the submission allows, or less where the workflow says so. */
  private static int seconds(TaskEvent.Limits limits, @Nullable Integer ofWorkflow) {
    var ofSubmission = limits.timeoutSeconds();
    return ofWorkflow == null ? ofSubmission : Math.min(ofSubmission, ofWorkflow);
  }

  private static Decision<TaskEvent, TaskRejection> onCallback(
      Running task, AcceptCallback called, Environment environment) {
    var work = task.work().filter(open -> called.token().equals(open.token())).findFirst();
    return work.isEmpty()
        ? reject(new TokenNotOpen())
        : accept(interpreter(task, called, environment).onCallback(work.get(), called.callback()));
  }

  private static Decision<TaskEvent, TaskRejection> onDecision(
      Running task, Decide command, Environment environment) {
    var work = task.asking(command.approval()).orElse(null);
    var approval = work == null ? null : work.approval();
    if (work == null || approval == null) {
      return reject(notOpen(task.closed(), command.approval()));
    }
    var decision = command.decision();
    if (approval.hasDecided(decision.by(), decision.as())) {
      return reject(new DecidedBefore(approval));
    }
    var faults = faults(approval, decision, task.terms().limits().budget());
    if (!faults.isEmpty()) {
      return reject(new EditsUnfit(faults));
    }
    return accept(interpreter(task, command, environment).onDecision(work, approval, decision));
  }

  private static TaskRejection notOpen(Map<String, Approval> closed, String id) {
    var approval = closed.get(id);
    return approval == null ? new NoSuchApproval() : new ApprovalNotOpen(approval);
  }

  /** By the form that the approval was opened with. */
  private static List<Fault> faults(
      Approval approval, ApprovalDecision decision, @Nullable Budget budget) {
    var edits = decision.edits();
    if (edits == null) {
      return BudgetForm.unsaid(approval, decision)
          .or(() -> ApprovalForm.missing(approval, decision))
          .stream()
          .toList();
    }
    if (JsonSize.of(edits) > ContentWriter.BYTES_AT_MOST) {
      var atMost = "Edits may have %d bytes.".formatted(ContentWriter.BYTES_AT_MOST);
      return List.of(new Fault("/edits", atMost));
    }
    var form = approval.form();
    var faults = form == null ? List.<Fault>of() : ApprovalForm.faults(form.json(), edits);
    return faults.isEmpty()
        ? BudgetForm.useless(approval, decision, budget).stream().toList()
        : faults;
  }

  private static Decision<TaskEvent, TaskRejection> again(Terms terms, Submit submit) {
    return terms.asksFor(submit) ? accept(List.of()) : reject(new SubmittedOtherwise());
  }

  private static Interpreter interpreter(
      Running task, TaskCommand command, Environment environment) {
    return new Interpreter(task, environment, command.moment());
  }
}
