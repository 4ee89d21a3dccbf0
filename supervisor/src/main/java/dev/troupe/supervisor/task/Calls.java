package dev.troupe.supervisor.task;

import dev.troupe.supervisor.task.Approval.Asked;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The agents that an agent's model has called in the midst of its work.
 *
 * @param callers the roles whose models called for this work itself, each by the one before
 * @param made oldest first
 */
public record Calls(List<String> callers, List<Call> made) {
  static final Calls NONE = new Calls(List.of(), List.of());

  /**
   * One of them.
   *
   * @param output null where there is none, or not yet
   * @param error null where it has not failed
   */
  record Call(Asked asked, Work work, @Nullable Held output, @Nullable String error) {
    boolean isOpen() {
      return output == null && error == null;
    }

    private Call with(Work other) {
      return new Call(asked, other, output, error);
    }

    Call returned(Held result) {
      return new Call(asked, work, result, null);
    }

    Call failed(String why) {
      return new Call(asked, work, null, why);
    }
  }

  /** Of work that was called for. */
  static Calls of(Work caller) {
    var above = Stream.concat(caller.calls().callers().stream(), Stream.of(caller.role()));
    return new Calls(above.toList(), List.of());
  }

  boolean areOpen() {
    return made.stream().anyMatch(Call::isOpen);
  }

  Stream<Work> open() {
    return made.stream().filter(Call::isOpen).map(Call::work);
  }

  boolean hold(Asked asked) {
    return made.stream().anyMatch(call -> call.asked().equals(asked));
  }

  /** What an earlier reply asked for has long been heard. */
  Calls with(Call call) {
    var kept =
        made.stream().filter(earlier -> earlier.asked().call() == call.asked().call()).toList();
    return new Calls(callers, Stream.concat(kept.stream(), Stream.of(call)).toList());
  }

  /** One of them changed, and all others as they were. */
  Calls changed(int assignment, UnaryOperator<Call> change) {
    return new Calls(
        callers,
        made.stream()
            .map(call -> call.work().assignment() == assignment ? change.apply(call) : call)
            .toList());
  }

  /** The same with the open works changed, however deep. */
  Calls eachOpen(UnaryOperator<Work> change) {
    return new Calls(
        callers,
        made.stream()
            .map(call -> call.isOpen() ? call.with(change.apply(call.work())) : call)
            .toList());
  }

  /** Content that is still needed. */
  Stream<Held> held() {
    return made.stream()
        .flatMap(call ->
            Stream.concat(
                call.isOpen() ? call.work().held() : Stream.empty(),
                Stream.ofNullable(call.output())));
  }

  /** When time alone ends one of them; null where none is open. */
  @Nullable Instant dueAt(LastHeard heard) {
    return open()
        .flatMap(work -> Stream.ofNullable(work.dueAt(heard)))
        .min(Instant::compareTo)
        .orElse(null);
  }
}
