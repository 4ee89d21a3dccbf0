package dev.troupe.persistence.cassandra;

import dev.troupe.persistence.StoredEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A journal as a replay takes it where two have written to it: whoever wrote a number last goes on
 * with the journal, and what the other has written from there on does not count. Cassandra refuses
 * neither: a write that was given up as lost may still arrive.
 */
final class OneWriter {
  /**
   * One row.
   *
   * @param writer which life of an entity has written it
   */
  record Written(String writer, StoredEvent event) {}

  private OneWriter() {}

  /**
   * Those that count.
   *
   * @param rows by number, and within a number by the time of the write
   */
  static List<Written> of(List<Written> rows) {
    var counted = new ArrayList<Written>(rows.size());
    var given = new HashSet<String>();
    for (var row : rows) {
      if (given.contains(row.writer())) {
        continue;
      }
      while (!counted.isEmpty()
          && counted.getLast().event().sequenceNumber() >= row.event().sequenceNumber()) {
        given.add(counted.removeLast().writer());
      }
      counted.add(row);
    }
    return counted;
  }
}
