package dev.troupe.persistence.embedded;

import java.util.ArrayList;
import java.util.List;

/** Rows read at a time, bounded by number and by bytes; always at least one. */
final class Page<T> {
  private final List<T> rows = new ArrayList<>();
  private final int rowsAtMost;
  private final long bytesAtMost;
  private long bytes;

  Page(int rowsAtMost, long bytesAtMost) {
    this.rowsAtMost = rowsAtMost;
    this.bytesAtMost = bytesAtMost;
  }

  /** Whether there is room for another. */
  boolean add(T row, long rowBytes) {
    rows.add(row);
    bytes += rowBytes;
    return !isFull();
  }

  boolean isFull() {
    return rows.size() >= rowsAtMost || bytes >= bytesAtMost;
  }

  List<T> rows() {
    return rows;
  }
}
