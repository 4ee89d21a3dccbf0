package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.contract.JournalContract;
import org.apache.pekko.persistence.JournalProtocol;
import org.junit.jupiter.api.Test;

class CassandraJournalTest extends JournalContract {
  CassandraJournalTest() {
    super(RealCassandra.config(PlainPlugin.SETTINGS));
  }

  /** Both are answered alike; a replay would wait for the number that is missing. */
  @Test
  @Override
  protected void a_rejected_write_does_not_hold_up_the_others_of_its_request() {
    var replies = repliesToOneRejectedAndOneSound();

    assertThat(replies.getFirst()).isInstanceOf(JournalProtocol.WriteMessageRejected.class);
    assertThat(replies.getLast()).isInstanceOf(JournalProtocol.WriteMessageSuccess.class);
  }

  /** The plugin keeps its own time and shows none in a replay; events of ours carry {@code at}. */
  @Test
  @Override
  protected void keeps_a_timestamp() {
    assertThat(timestampOf(1234567)).isZero();
  }
}
