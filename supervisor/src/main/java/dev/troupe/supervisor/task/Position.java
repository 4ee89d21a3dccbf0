package dev.troupe.supervisor.task;

import dev.troupe.supervisor.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where in its machine a frame stands. */
sealed interface Position {

  /** At the machine's door. */
  record Starting(Held input) implements Position {}

  /** Between two states. */
  record Arriving(String state, Held input) implements Position {}

  record Entered(Visit visit) implements Position {}

  /** Waiting for an agent. */
  record Working(Visit visit, Work work) implements Position {}

  record Returned(Visit visit, Work work, Held result) implements Position {}

  record Failed(Visit visit, Work work, String error, String cause) implements Position {}

  /**
   * Waiting to be tried again.
   *
   * @param work that failed; null where the state had given none out
   */
  record Pausing(Visit visit, @Nullable Work work, Instant dueAt) implements Position {}

  /** In a Wait state. */
  record Waiting(Visit visit, Instant dueAt) implements Position {}

  /** Behind a Wait state's time. */
  record Elapsed(Visit visit) implements Position {}

  /**
   * Waiting for branches: a Map's items or a Parallel's machines.
   *
   * @param input the items, or what every machine is given
   * @param count how many branches there are in all
   * @param started how many have begun; they begin in order
   * @param failed how many have failed, which was tolerated
   * @param results by the branch's index
   * @param lost branches that ended without a result: a redrive goes on with them
   * @param items that are tasks of their own
   */
  record Branching(
      Visit visit,
      Held input,
      int count,
      int maxConcurrency,
      int tolerated,
      int started,
      int failed,
      Slots<Held> results,
      Lost lost,
      ItemTasks items)
      implements Position {

    int open() {
      return started - failed - results.size() - items.waiting();
    }

    /** How many have not begun. */
    int toStart() {
      return count - started + items.waiting();
    }

    boolean isDone() {
      return results.size() + failed == count;
    }

    boolean canStart() {
      return (started < count || items.waiting() > 0) && open() < maxConcurrency;
    }

    Branching withStarted() {
      return with(started + 1, failed, results, lost, items);
    }

    Branching withFailed(Frame branch) {
      return with(started, failed + 1, results, lost.withFailed(branch), items);
    }

    Branching withAborted(List<Frame> branch) {
      return with(started, failed, results, lost.withAborted(branch), items);
    }

    Branching withResult(int index, Held result) {
      return with(started, failed, results.with(index, result), lost, items);
    }

    /** The same with nothing lost: what failed is open again. */
    Branching revived(Visit again, boolean withFailed) {
      return new Branching(
          again,
          input,
          count,
          maxConcurrency,
          tolerated,
          started,
          withFailed ? 0 : failed,
          results,
          withFailed ? Lost.NONE : new Lost(lost.failed(), List.of()),
          items.revived(withFailed));
    }

    private Branching with(
        int begun, int notDone, Slots<Held> done, Lost without, ItemTasks ofItems) {
      return new Branching(
          visit, input, count, maxConcurrency, tolerated, begun, notDone, done, without, ofItems);
    }

    /** The item or branch that begins next. */
    int next() {
      return items.waiting() > 0 ? items.next() : started;
    }

    Branching withItem(int index, Work item) {
      var begun = items.waiting() > 0 ? started : started + 1;
      return with(begun, failed, results, lost, items.withStarted(index, item));
    }

    Branching withItemsResult(int index, Held result) {
      return with(started, failed, results.with(index, result), lost, items.without(index));
    }

    Branching withItemFailed(int index) {
      return with(started, failed + 1, results, lost, items.withFailed(index));
    }

    Branching withItemAborted(int index) {
      return with(started, failed, results, lost, items.withAborted(index));
    }
  }

  /** Behind the machine's last state. */
  record Left(Held output, @Nullable Outcome outcome) implements Position {}

  /** There is something to do that waits for nobody. */
  default boolean isRunnable() {
    return switch (this) {
      case Starting _, Arriving _, Entered _, Returned _, Failed _, Elapsed _, Left _ -> true;
      case Working _, Pausing _, Waiting _ -> false;
      case Branching branching -> branching.isDone() || branching.canStart();
    };
  }

  /** What somebody else is at. */
  default Stream<Work> atWork() {
    return switch (this) {
      case Working(_, var work) -> work.tree();
      case Branching branching -> branching.items().open().values().stream();
      case Starting _,
          Arriving _,
          Entered _,
          Returned _,
          Failed _,
          Pausing _,
          Waiting _,
          Elapsed _,
          Left _ ->
          Stream.empty();
    };
  }

  /** When time alone changes it; null where it never does. */
  default @Nullable Instant dueAt(LastHeard heard) {
    return switch (this) {
      case Working(_, var work) -> work.dueAt(heard);
      case Pausing(_, _, var dueAt) -> dueAt;
      case Waiting(_, var dueAt) -> dueAt;
      case Starting _,
          Arriving _,
          Entered _,
          Returned _,
          Failed _,
          Elapsed _,
          Branching _,
          Left _ ->
          null;
    };
  }

  default @Nullable Visit visited() {
    return switch (this) {
      case Starting _, Arriving _, Left _ -> null;
      case Entered(var visit) -> visit;
      case Working(var visit, _) -> visit;
      case Returned(var visit, _, _) -> visit;
      case Failed(var visit, _, _, _) -> visit;
      case Pausing(var visit, _, _) -> visit;
      case Waiting(var visit, _) -> visit;
      case Elapsed(var visit) -> visit;
      case Branching branching -> branching.visit();
    };
  }

  /** Content that this position still needs, the results of its branches aside. */
  default Stream<Held> held() {
    return switch (this) {
      case Starting(var input) -> Stream.of(input);
      case Arriving(_, var input) -> Stream.of(input);
      case Entered(var visit) -> Stream.of(visit.input());
      case Working(var visit, var work) -> concat(visit, work);
      case Returned(var visit, var work, var result) ->
          Stream.concat(concat(visit, work), Stream.of(result));
      case Failed(var visit, var work, _, _) -> concat(visit, work);
      case Pausing(var visit, var work, _) ->
          work == null ? Stream.of(visit.input()) : concat(visit, work);
      case Waiting(var visit, _) -> Stream.of(visit.input());
      case Elapsed(var visit) -> Stream.of(visit.input());
      case Branching branching ->
          Stream.concat(
              Stream.of(branching.visit().input(), branching.input()),
              branching.items().open().values().stream().flatMap(Work::held));
      case Left(var output, _) -> Stream.of(output);
    };
  }

  private static Stream<Held> concat(Visit visit, Work work) {
    return Stream.concat(Stream.of(visit.input()), work.held());
  }
}
