package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.contract.QueryContract;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;

class CassandraQueryTest extends QueryContract {
  CassandraQueryTest() {
    super(
        // Otherwise each query would walk all hours since the first version.
        RealCassandra.config(
            PlainPlugin.SETTINGS
                + "troupe.cassandra.events-by-tag.first-time-bucket = \"%sT00:00\""
                    .formatted(
                        LocalDate.now(ZoneOffset.UTC)
                            .minusDays(1)
                            .format(DateTimeFormatter.BASIC_ISO_DATE))),
        "troupe.cassandra.query",
        Duration.ofSeconds(40));
  }

  /** The plugin's tags keep what a journal has deleted; projections are told once and go on. */
  @Test
  @Override
  protected void a_deleted_event_leaves_its_tag() {
    assertThat(taggedAfterDeletionOfTheFirstTwo(3)).containsExactly(1L, 2L, 3L);
  }
}
