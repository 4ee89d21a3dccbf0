package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.contract.QueryContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a node leaves out of the plugin's work loses no tag of a journal that has just begun. */
class NodeJournalTest extends QueryContract {
  NodeJournalTest() {
    super(
        RealCassandra.configWithTagsSinceYesterday(
            """
            troupe.cassandra.journal.support-all-persistence-ids = on
            """),
        "troupe.cassandra.query",
        Duration.ofSeconds(40));
  }

  @Test
  @Override
  protected void a_deleted_event_leaves_its_tag() {
    assertThat(deletionOfTheFirstOfTwo())
        .hasMessageContaining("Deletes not supported")
        .hasMessageContaining("support-deletes=off");
  }
}
