package dev.troupe.supervisor.task;

import java.time.Instant;
import java.util.Map;

/**
 * One visit of a state.
 *
 * @param enteredSequence the journal's number of its StateEntered
 * @param retries how often each retrier was used, by its place in the state's Retry
 */
record Visit(
    String state,
    Held input,
    long enteredSequence,
    Instant enteredAt,
    Map<Integer, Integer> retries) {

  int retried() {
    return retries.values().stream().mapToInt(Integer::intValue).sum();
  }

  Visit retriedBy(int retrier) {
    var used = retries.getOrDefault(retrier, 0) + 1;
    return new Visit(state, input, enteredSequence, enteredAt, Copies.with(retries, retrier, used));
  }

  /** As if it had never been tried again. */
  Visit fresh() {
    return new Visit(state, input, enteredSequence, enteredAt, Map.of());
  }
}
