package dev.troupe.supervisor.task;

import dev.troupe.supervisor.task.CallEvent.AgentCallEnded;
import dev.troupe.supervisor.task.CallEvent.AgentCalled;
import dev.troupe.supervisor.task.Position.Working;

/** What the events of called agents change in a running task. */
final class CallFolding {
  private CallFolding() {}

  static Running fold(Running task, CallEvent event) {
    return switch (event) {
      case AgentCalled called -> onCalled(task, called);
      case AgentCallEnded ended -> onEnded(task, ended);
    };
  }

  private static Running onCalled(Running task, AgentCalled event) {
    var frame = task.frame(event.frame());
    if (!(frame.position() instanceof Working(var visit, var step))) {
      return task;
    }
    var input = task.read(event.input(), "input");
    var caller =
        step.tree()
            .filter(work -> work.assignment() == event.asked().assignment())
            .findFirst()
            .orElseThrow();
    var called = called(event, input, caller);
    var call = Calls.Call.of(event.asked(), called);
    var calling = step.changed(caller.assignment(), work -> work.calling(call));
    return task.with(task.messages().assigned(called))
        .with(frame.at(new Working(visit, calling)))
        .with(task.progress().called(event.assignment(), event.agent()));
  }

  private static Work called(AgentCalled event, Held input, Work caller) {
    var attempt = event.attempt() == null ? 1 : event.attempt();
    var left = caller.calls().left(event.asked());
    return new Work(
        event.assignment(),
        attempt,
        event.agent(),
        event.role(),
        event.roleHash(),
        event.model(),
        input,
        event.at(),
        event.deadline(),
        null,
        null,
        false,
        null,
        left.map(Work::calls).orElseGet(() -> Calls.of(caller)),
        left.map(Work::unheardFrom).orElse(attempt),
        Boolean.TRUE.equals(event.untrusted()));
  }

  private static Running onEnded(Running task, AgentCallEnded event) {
    var frame = task.frameOf(event.assignment()).orElseThrow();
    if (!(frame.position() instanceof Working(var visit, var step))) {
      return task;
    }
    var called =
        step.tree()
            .filter(work -> work.assignment() == event.assignment())
            .findFirst()
            .orElseThrow();
    var after = step.ended(event.assignment(), call -> ended(task, event, call), event.at());
    var engine = event.engine() == null ? called.model() : event.engine();
    var place = new Spent.Place(visit.state(), called.role());
    var left = Boolean.TRUE.equals(event.abandoned()) ? abandoned(task, called) : task;
    var gathered = left.gathered().with(event.shared());
    return left.with(event.output() == null ? gathered.released(event.assignment()) : gathered)
        .with(frame.at(new Working(visit, after)))
        .with(task.progress().used(event.usage(), engine, place));
  }

  private static Calls.Call ended(Running task, AgentCallEnded event, Calls.Call call) {
    if (event.output() != null) {
      return call.returned(task.read(event.output(), "output"), event.untrusted());
    }
    var why = new Approval.Failure(String.valueOf(event.error()), String.valueOf(event.cause()));
    return Boolean.TRUE.equals(event.abandoned())
        ? call.abandoned(why, event.untrusted())
        : call.failed(why, event.untrusted());
  }

  private static Running abandoned(Running task, Work called) {
    return task.withoutCallsOf(called).withCancelled(called);
  }
}
