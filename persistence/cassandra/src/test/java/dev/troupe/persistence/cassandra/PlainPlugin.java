package dev.troupe.persistence.cassandra;

/** What Pekko's journals can and Troupe's entities have no use for, so that nodes do not pay it. */
final class PlainPlugin {
  static final String SETTINGS =
      """
      troupe.cassandra.journal.support-deletes = on
      troupe.cassandra.journal.support-all-persistence-ids = on
      """;

  private PlainPlugin() {}
}
