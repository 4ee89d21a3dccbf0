package dev.troupe.persistence.embedded;

import java.nio.charset.StandardCharsets;

/** The column families. Names are part of the storage format. */
enum Column {
  /** RocksDB insists on this name for the first one; holds the store's counters. */
  COUNTERS("default"),
  JOURNAL("journal"),
  HEADS("heads"),
  TAGS("tags"),
  SNAPSHOTS("snapshots"),
  OFFSETS("offsets"),
  WAKE_UPS("wake-ups"),
  TABLES("tables");

  private final String familyName;

  Column(String familyName) {
    this.familyName = familyName;
  }

  byte[] familyName() {
    return familyName.getBytes(StandardCharsets.UTF_8);
  }
}
