package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.contract.QueryContract;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;

/** What a node leaves out of the plugin's work loses no tag of a journal that has just begun. */
class NodeJournalTest extends QueryContract {
  NodeJournalTest() {
    super(
        RealCassandra.config(
            """
            troupe.cassandra.journal.support-all-persistence-ids = on
            troupe.cassandra.events-by-tag.first-time-bucket = "%sT00:00"
            """
                .formatted(
                    LocalDate.now(ZoneOffset.UTC)
                        .minusDays(1)
                        .format(DateTimeFormatter.BASIC_ISO_DATE))),
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
