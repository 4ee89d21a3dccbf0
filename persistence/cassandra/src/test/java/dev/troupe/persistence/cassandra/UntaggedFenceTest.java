package dev.troupe.persistence.cassandra;

import com.typesafe.config.Config;

/** The same by the plugin of agents' journals. */
class UntaggedFenceTest extends FenceTest {
  @Override
  Config config() {
    return RealCassandra.config(
        "pekko.persistence.journal.plugin = \"troupe.cassandra-untagged.journal\"");
  }
}
