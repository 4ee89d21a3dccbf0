package dev.troupe.supervisor.task;

import dev.troupe.supervisor.Outcome;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where in its machine a frame stands. */
sealed interface Position {

  /** At the machine's door. */
  record Starting(Held input) implements Position {}

  /** Between two states. */
  record Arriving(String state, Held input) implements Position {}

  record Entered(Visit visit) implements Position {}

  /** Waiting for an agent, or for the next attempt's time. */
  record Working(Visit visit, Work work) implements Position {}

  record Returned(Visit visit, Work work, Held result) implements Position {}

  record Failed(Visit visit, Work work, String error, String cause) implements Position {}

  /**
   * @param started how many branches have begun; they begin in the items' order
   * @param results by the item's index
   */
  record Mapping(
      Visit visit, Held items, int maxConcurrency, int started, SortedMap<Integer, Held> results)
      implements Position {

    int open() {
      return started - results.size();
    }

    boolean isDone() {
      return results.size() == items.json().size();
    }

    boolean canStart() {
      return started < items.json().size() && open() < maxConcurrency;
    }
  }

  /** Behind the machine's last state. */
  record Left(Held output, @Nullable Outcome outcome) implements Position {}

  /** There is something to do that waits for nobody. */
  default boolean isRunnable() {
    return switch (this) {
      case Starting _, Arriving _, Entered _, Returned _, Failed _, Left _ -> true;
      case Working _ -> false;
      case Mapping mapping -> mapping.isDone() || mapping.canStart();
    };
  }

  default @Nullable Visit visited() {
    return switch (this) {
      case Starting _, Arriving _, Left _ -> null;
      case Entered(var visit) -> visit;
      case Working(var visit, _) -> visit;
      case Returned(var visit, _, _) -> visit;
      case Failed(var visit, _, _, _) -> visit;
      case Mapping mapping -> mapping.visit();
    };
  }

  /** Content that this position still needs. */
  default Stream<Held> held() {
    return switch (this) {
      case Starting(var input) -> Stream.of(input);
      case Arriving(_, var input) -> Stream.of(input);
      case Entered(var visit) -> Stream.of(visit.input());
      case Working(var visit, var work) -> Stream.of(visit.input(), work.input());
      case Returned(var visit, var work, var result) ->
          Stream.of(visit.input(), work.input(), result);
      case Failed(var visit, var work, _, _) -> Stream.of(visit.input(), work.input());
      case Mapping mapping ->
          Stream.concat(
              Stream.of(mapping.visit().input(), mapping.items()),
              List.copyOf(mapping.results().values()).stream());
      case Left(var output, _) -> Stream.of(output);
    };
  }
}
