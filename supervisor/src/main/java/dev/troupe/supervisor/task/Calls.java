package dev.troupe.supervisor.task;

import dev.troupe.agents.Budget;
import dev.troupe.supervisor.task.Approval.Asked;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The agents that an agent's model has called in the midst of its work.
 *
 * @param callers the roles whose models called for this work itself, each by the one before
 * @param made oldest first
 * @param left by earlier attempts, without an answer: whoever is called again there goes on
 */
public record Calls(List<String> callers, List<Call> made, List<Call> left) {
  static final Calls NONE = new Calls(List.of(), List.of(), List.of());

  /**
   * One of them.
   *
   * @param output null where there is none, or not yet
   * @param failure null where it has not failed
   * @param untrusted whether what came of it may hold text from outside; null where nobody said
   */
  record Call(
      Asked asked,
      Work work,
      @Nullable Held output,
      Approval.@Nullable Failure failure,
      @Nullable Boolean untrusted) {

    /** Of which nothing has come yet. */
    static Call of(Asked asked, Work work) {
      return new Call(asked, work, null, null, null);
    }

    boolean isOpen() {
      return output == null && failure == null;
    }

    private Call with(Work other) {
      return new Call(asked, other, output, failure, untrusted);
    }

    Call returned(Held result, @Nullable Boolean holdsOutsideText) {
      return new Call(asked, work, result, null, holdsOutsideText);
    }

    /** Its agent has said so. */
    Call failed(Approval.Failure why, @Nullable Boolean holdsOutsideText) {
      return new Call(asked, work.heard(), null, why, holdsOutsideText);
    }

    /** Its time was over; its agent may have an answer by now. */
    Call abandoned(Approval.Failure why, @Nullable Boolean holdsOutsideText) {
      return new Call(asked, work, null, why, holdsOutsideText);
    }

    private Call lapsed() {
      return with(failure == null ? work.lapsed() : work.leftBy(failure.error()));
    }

    /** Without an answer, and who was called has a part of the way behind it. */
    private boolean canGoOn() {
      return output == null && (failure == null || !failure.error().equals(CallRunner.NOT_CALLED));
    }

    private boolean lacksBudget() {
      return failure != null && Budget.isExhausted(failure.error());
    }

    private boolean isOf(Asked other) {
      return asked.equals(other);
    }

    private boolean isOfReply(Asked other) {
      return asked.call() == other.call();
    }
  }

  /** Of work that was called for. */
  static Calls of(Work caller) {
    var above = Stream.concat(caller.calls().callers().stream(), Stream.of(caller.role()));
    return new Calls(above.toList(), List.of(), List.of());
  }

  boolean areOpen() {
    return made.stream().anyMatch(Call::isOpen);
  }

  Stream<Work> open() {
    return made.stream().filter(Call::isOpen).map(Call::work);
  }

  boolean hold(Asked asked) {
    return made.stream().anyMatch(call -> call.isOf(asked));
  }

  /** Who was called there by an earlier attempt. */
  Optional<Work> left(Asked asked) {
    return left.stream().filter(call -> call.isOf(asked)).map(Call::work).findFirst();
  }

  /** Why one of them could not go on within a budget. */
  Optional<Approval.Failure> lackOfBudget() {
    return made.stream().filter(Call::lacksBudget).findFirst().map(Call::failure);
  }

  /** What an earlier reply asked for has long been heard. */
  Calls with(Call call) {
    var kept =
        made.stream()
            .filter(earlier -> earlier.isOfReply(call.asked()) && !earlier.isOf(call.asked()));
    return new Calls(
        callers,
        Stream.concat(kept, Stream.of(call)).toList(),
        left.stream()
            .filter(earlier -> earlier.isOfReply(call.asked()) && !earlier.isOf(call.asked()))
            .toList());
  }

  /** As another attempt finds them: what was answered stays, and nothing is open. */
  Calls lapsed() {
    return new Calls(
        callers,
        made.stream().filter(call -> call.output() != null).toList(),
        Stream.concat(left.stream(), made.stream().filter(Call::canGoOn))
            .map(Call::lapsed)
            .toList());
  }

  /** As if nobody had been called. */
  Calls forgotten() {
    return new Calls(callers, List.of(), List.of());
  }

  /** One of them changed, and all others as they were. */
  Calls changed(int assignment, UnaryOperator<Call> change) {
    return with(call -> call.work().assignment() == assignment ? change.apply(call) : call);
  }

  /** The same with the open works changed, however deep. */
  Calls eachOpen(UnaryOperator<Work> change) {
    return with(call -> call.isOpen() ? call.with(change.apply(call.work())) : call);
  }

  private Calls with(UnaryOperator<Call> change) {
    return new Calls(callers, made.stream().map(change).toList(), left);
  }

  /** Content that is still needed. */
  Stream<Held> held() {
    return Stream.concat(
        made.stream()
            .flatMap(call ->
                Stream.concat(
                    call.isOpen() ? call.work().held() : Stream.empty(),
                    Stream.ofNullable(call.output()))),
        left.stream().flatMap(call -> call.work().held()));
  }

  /** When time alone ends one of them; null where none is open. */
  @Nullable Instant dueAt(LastHeard heard) {
    return open()
        .flatMap(work -> Stream.ofNullable(work.dueAt(heard)))
        .min(Instant::compareTo)
        .orElse(null);
  }
}
