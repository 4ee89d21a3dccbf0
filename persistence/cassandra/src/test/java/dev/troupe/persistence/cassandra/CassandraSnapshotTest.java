package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.contract.SnapshotContract;
import org.junit.jupiter.api.Test;

class CassandraSnapshotTest extends SnapshotContract {
  CassandraSnapshotTest() {
    super(RealCassandra.config());
  }

  /** The plugin has one snapshot per number and deletes by it; entities of ours delete ranges. */
  @Test
  @Override
  protected void does_not_delete_one_of_another_timestamp() {
    assertThat(youngestAfterDeletionOfTheLastByAnotherTimestamp()).contains("s-14");
  }
}
