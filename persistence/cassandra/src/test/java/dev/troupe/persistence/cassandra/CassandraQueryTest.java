package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.contract.QueryContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CassandraQueryTest extends QueryContract {
  CassandraQueryTest() {
    super(
        RealCassandra.configWithTagsSinceYesterday(PlainPlugin.SETTINGS),
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
