package dev.troupe.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.persistence.contract.QueryContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EmbeddedQueryTest extends QueryContract {
  /** Longer than any test waits: whatever is seen, a commit has woken the query. */
  private static final String NO_POLLING = "troupe.embedded.query.refresh-interval = 10 minutes";

  EmbeddedQueryTest() {
    super(
        ConfigFactory.parseString(NO_POLLING),
        EmbeddedReadJournal.IDENTIFIER,
        Duration.ofSeconds(20));
  }

  @Test
  void entries_of_a_forgotten_journal_lead_to_nothing_of_the_one_that_begins_anew() {
    assertThat(taggedOfWhatBeginsAnew()).containsExactly("anew");
    assertThat(persistenceIdsOfTheTest()).hasSize(1);
  }
}
