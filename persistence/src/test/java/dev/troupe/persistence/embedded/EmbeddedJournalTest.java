package dev.troupe.persistence.embedded;

import com.typesafe.config.ConfigFactory;
import dev.troupe.persistence.contract.JournalContract;

class EmbeddedJournalTest extends JournalContract {
  EmbeddedJournalTest() {
    super(ConfigFactory.empty());
  }
}
