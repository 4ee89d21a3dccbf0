package dev.troupe.persistence.embedded;

import com.typesafe.config.ConfigFactory;
import dev.troupe.persistence.contract.QueryContract;
import java.time.Duration;

class EmbeddedQueryTest extends QueryContract {
  /** Longer than any test waits: whatever is seen, a commit has woken the query. */
  private static final String NO_POLLING = "troupe.embedded.query.refresh-interval = 10 minutes";

  EmbeddedQueryTest() {
    super(
        ConfigFactory.parseString(NO_POLLING),
        EmbeddedReadJournal.IDENTIFIER,
        Duration.ofSeconds(20));
  }
}
