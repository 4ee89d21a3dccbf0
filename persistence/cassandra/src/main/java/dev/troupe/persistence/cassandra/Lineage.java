package dev.troupe.persistence.cassandra;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who has written a journal: one writer after the other, each from a first sequence number on. What
 * another has written under a number does not count, whenever it arrives.
 *
 * @param writers in the order of their first numbers; none where nothing is known, and then
 *     everything counts
 */
record Lineage(List<Writer> writers) {
  static final Lineage UNKNOWN = new Lineage(List.of());

  /** Beyond so many the oldest are forgotten, and of what lies before them the highest counts. */
  static final int REMEMBERED = 1000;

  /**
   * One writer.
   *
   * @param epoch the higher, the later it has taken over
   * @param first the sequence number from which on its events count
   */
  record Writer(long epoch, long first) {
    private static Writer read(String text) {
      var at = text.indexOf('@');
      return new Writer(Epoch.read(text.substring(0, at)), Long.parseLong(text.substring(at + 1)));
    }

    private String text() {
      return Epoch.text(epoch) + "@" + first;
    }
  }

  Lineage {
    writers = List.copyOf(writers);
  }

  /**
   * A journal that nobody has taken over with events in it.
   *
   * @param epochs of the events with the number one: several where a writer was replaced before its
   *     first event arrived
   */
  static Lineage begunBy(List<Long> epochs) {
    return epochs.stream()
        .max(Long::compare)
        .map(epoch -> new Lineage(List.of(new Writer(epoch, 1))))
        .orElse(UNKNOWN);
  }

  /** The reverse of {@link #text()}. */
  static Lineage read(String text) {
    return new Lineage(Stream.of(text.split(" ")).map(Writer::read).toList());
  }

  String text() {
    return writers.stream().map(Writer::text).collect(Collectors.joining(" "));
  }

  /** Whether the event is part of the journal. */
  boolean counts(long sequenceNumber, long epoch) {
    for (var writer : writers.reversed()) {
      if (writer.first() <= sequenceNumber) {
        return writer.epoch() == epoch;
      }
    }
    return writers.isEmpty() || epoch <= writers.getFirst().epoch();
  }

  /** The epoch of whoever took over last; {@link Epoch#NONE} where nothing is known. */
  long lastEpoch() {
    return writers.isEmpty() ? Epoch.NONE : writers.getLast().epoch();
  }

  /** Whether this writer may go on without a word. */
  boolean endsWith(long epoch) {
    return !writers.isEmpty() && writers.getLast().epoch() == epoch;
  }

  /**
   * The same up to a number, and then another writer.
   *
   * @param first the number of its first event: all before are in what it has recovered
   */
  Lineage takenOver(long epoch, long first) {
    var kept = new ArrayList<Writer>();
    for (var writer : writers) {
      if (writer.first() < first) {
        kept.add(writer);
      }
    }
    kept.add(new Writer(epoch, first));
    return new Lineage(kept.subList(Math.max(0, kept.size() - REMEMBERED), kept.size()));
  }
}
