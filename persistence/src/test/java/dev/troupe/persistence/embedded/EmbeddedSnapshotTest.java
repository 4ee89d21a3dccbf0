package dev.troupe.persistence.embedded;

import com.typesafe.config.ConfigFactory;
import dev.troupe.persistence.contract.SnapshotContract;

class EmbeddedSnapshotTest extends SnapshotContract {
  EmbeddedSnapshotTest() {
    super(ConfigFactory.empty());
  }
}
