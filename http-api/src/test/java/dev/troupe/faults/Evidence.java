package dev.troupe.faults;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What three parties have written down of the same load, each for itself.
 *
 * @param told what clients were told
 * @param rows the journals' rows, as Cassandra has them, in no order
 * @param lineages who may write which journal from which number on, where Cassandra has it: first
 *     numbers by epoch
 * @param answered the model server's own ledger
 * @param shown what nodes showed as shared knowledge once all was quiet
 * @param listed tasks in the listing of each node that was asked, at the end
 * @param faults injected, by kind
 */
record Evidence(
    List<Told> told,
    List<Row> rows,
    Map<String, List<Writer>> lineages,
    List<Answered> answered,
    List<Shown> shown,
    Map<String, Set<String>> listed,
    Map<String, Integer> faults) {

  /**
   * A submission that was acknowledged.
   *
   * @param key its idempotency key
   * @param status the last that the client was shown
   * @param watched sequence numbers that came to a watcher, in their order; empty for no watcher
   */
  record Told(String key, String task, String status, List<Long> watched) {}

  /**
   * @param journal the persistence id; a supervisor's ends with the task's id
   * @param type of the event, and {@code assignment} and {@code attempt} where it has them, or 0
   * @param findings ids of what the answer brings, if it is one
   */
  record Row(
      String journal,
      long number,
      long epoch,
      String type,
      int assignment,
      int attempt,
      Instant at,
      Set<String> findings) {}

  record Writer(long epoch, long first) {}

  /**
   * @param key the idempotency key of the call: the same in every attempt of the same call
   */
  record Answered(String key, String task, Instant at) {}

  /**
   * @param findings their ids
   */
  record Shown(String node, String task, Set<String> findings) {}

  int injected() {
    return faults.values().stream().mapToInt(Integer::intValue).sum();
  }
}
