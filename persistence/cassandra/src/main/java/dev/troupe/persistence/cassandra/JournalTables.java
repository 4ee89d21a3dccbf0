package dev.troupe.persistence.cassandra;

import com.typesafe.config.Config;

/**
 * How journals lie in their tables, which all who write and read them have to agree on.
 *
 * @param partitionSize events in a partition
 * @param areEventsDeleted whether an entity may delete its first events
 */
record JournalTables(long partitionSize, boolean areEventsDeleted) {
  static final String SECTION = CassandraSettings.SECTION + ".journal";

  /**
   * Of a plugin.
   *
   * @param journal its section's name
   * @throws IllegalArgumentException if a first write might not lie in the first partition
   */
  static JournalTables of(Config config, String journal) {
    var section = config.getConfig(journal);
    var size = section.getLong("target-partition-size");
    if (size < JournalPlugin.LARGEST_WRITE) {
      throw new IllegalArgumentException(
          "%s.target-partition-size = %d is too small: a write of up to %d events lies in one partition. Leave it as it is, it cannot be changed once there are events"
              .formatted(journal, size, JournalPlugin.LARGEST_WRITE));
    }
    return new JournalTables(size, section.getBoolean("support-deletes"));
  }

  /**
   * For a plugin beside the first one.
   *
   * @throws IllegalArgumentException if it would write what the others look for elsewhere
   */
  void require(JournalTables other, String name) {
    if (!equals(other)) {
      throw new IllegalArgumentException(
          "%s and %s have to agree on target-partition-size and support-deletes: set them in %2$s only"
              .formatted(name, SECTION));
    }
  }
}
