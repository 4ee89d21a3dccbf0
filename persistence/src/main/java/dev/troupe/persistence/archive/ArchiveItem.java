package dev.troupe.persistence.archive;

import dev.troupe.persistence.StoredEvent;
import dev.troupe.persistence.Table;
import dev.troupe.persistence.TablePartition;

/** One thing that an archive holds, a line each. */
public sealed interface ArchiveItem {

  /**
   * The events of a journal come one behind the other, from number 1, and so do its atomic writes.
   */
  record Event(StoredEvent stored) implements ArchiveItem {}

  record Row(TablePartition place, Table.Row row) implements ArchiveItem {}

  /** A task that has to be woken once it is imported: it decides itself what it waits for. */
  record WakeUp(String taskKey) implements ArchiveItem {}
}
