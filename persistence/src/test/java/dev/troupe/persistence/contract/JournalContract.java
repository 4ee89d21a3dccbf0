package dev.troupe.persistence.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.PersistentRepr;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What Pekko asks of a journal: the properties of its own test kit, and a few more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class JournalContract {
  private final ActorTestKit kit;
  private final JournalProbe journal;
  private String id = "";

  /**
   * @param config the store under test
   */
  protected JournalContract(Config config) {
    kit = ActorTestKit.create(config);
    journal = new JournalProbe(kit.system().classicSystem());
  }

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void writeFiveEvents() {
    id = "journal-" + UUID.randomUUID();
    journal.writeNumbered(id, 1, 5);
  }

  @Test
  void replays_all_events() {
    var replay = journal.replayAll(id);

    assertThat(replay.payloads()).containsExactly("a-1", "a-2", "a-3", "a-4", "a-5");
    assertThat(replay.numbers()).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(replay.highest()).isEqualTo(5);
    assertThat(replay.events()).extracting(PersistentRepr::persistenceId).containsOnly(id);
    assertThat(replay.events())
        .extracting(PersistentRepr::writerUuid)
        .containsOnly(replay.events().getFirst().writerUuid());
  }

  @Test
  void replays_from_a_lower_bound() {
    assertThat(journal.replay(id, 3, Long.MAX_VALUE, Long.MAX_VALUE).numbers())
        .containsExactly(3L, 4L, 5L);
  }

  @Test
  void replays_up_to_an_upper_bound() {
    assertThat(journal.replay(id, 1, 3, Long.MAX_VALUE).numbers()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void replays_no_more_than_the_limit() {
    assertThat(journal.replay(id, 1, Long.MAX_VALUE, 3).numbers()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void replays_between_bounds() {
    assertThat(journal.replay(id, 2, 4, Long.MAX_VALUE).numbers()).containsExactly(2L, 3L, 4L);
    assertThat(journal.replay(id, 2, 4, 2).numbers()).containsExactly(2L, 3L);
  }

  @Test
  void replays_a_single_event() {
    assertThat(journal.replay(id, 2, 2, Long.MAX_VALUE).numbers()).containsExactly(2L);
    assertThat(journal.replay(id, 2, 2, 10).numbers()).containsExactly(2L);
  }

  @Test
  void replays_nothing_for_a_limit_of_zero_or_bounds_the_wrong_way_round() {
    assertThat(journal.replay(id, 2, 4, 0).numbers()).isEmpty();
    assertThat(journal.replay(id, 3, 2, Long.MAX_VALUE).numbers()).isEmpty();
  }

  @Test
  void an_unknown_journal_is_empty_and_ends_at_zero() {
    var replay = journal.replayAll("unknown-" + UUID.randomUUID());

    assertThat(replay.events()).isEmpty();
    assertThat(replay.highest()).isZero();
  }

  @Test
  void tells_the_highest_number_also_when_replaying_nothing() {
    assertThat(journal.replay(id, 1, 0, Long.MAX_VALUE).highest()).isEqualTo(5);
  }

  @Test
  void does_not_replay_deleted_events() {
    journal.deleteTo(id, 3);

    var replay = journal.replayAll(id);
    assertThat(replay.numbers()).containsExactly(4L, 5L);
    assertThat(replay.highest()).isEqualTo(5);
  }

  @Test
  void deleting_everything_keeps_the_highest_number() {
    journal.deleteTo(id, 5);

    assertThat(journal.replayAll(id).numbers()).isEmpty();
    assertThat(journal.replayAll(id).highest()).isEqualTo(5);
  }

  @Test
  void goes_on_counting_after_a_cleanup_beyond_the_end() {
    journal.deleteTo(id, Long.MAX_VALUE);
    assertThat(journal.replayAll(id).highest()).isEqualTo(5);

    journal.writeNumbered(id, 6, 7);

    assertThat(journal.replayAll(id).numbers()).containsExactly(6L, 7L);
  }

  @Test
  void stores_a_request_of_several_atomic_writes() {
    var replies =
        journal.write(
            journal.atomic(journal.event(id, 6, "b-6"), journal.event(id, 7, "b-7")),
            journal.atomic(journal.event(id, 8, "b-8")));

    assertThat(replies).allMatch(JournalProtocol.WriteMessageSuccess.class::isInstance);
    assertThat(journal.replay(id, 6, Long.MAX_VALUE, Long.MAX_VALUE).payloads())
        .containsExactly("b-6", "b-7", "b-8");
  }

  @Test
  void rejects_an_atomic_write_with_an_unserializable_event_and_stores_none_of_it() {
    var replies =
        journal.write(
            journal.atomic(
                journal.event(id, 6, "b-6"),
                journal.event(id, 7, new Object()),
                journal.event(id, 8, "b-8")));

    assertThat(replies).allMatch(JournalProtocol.WriteMessageRejected.class::isInstance);
    assertThat(journal.replayAll(id).numbers()).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  protected void a_rejected_write_does_not_hold_up_the_others_of_its_request() {
    var replies = repliesToOneRejectedAndOneSound();

    assertThat(replies.getFirst()).isInstanceOf(JournalProtocol.WriteMessageRejected.class);
    assertThat(replies.getLast()).isInstanceOf(JournalProtocol.WriteMessageSuccess.class);
    assertThat(journal.replay(id, 6, 9, 9).payloads()).containsExactly("b-7");
  }

  protected final List<Object> repliesToOneRejectedAndOneSound() {
    return journal.write(
        journal.atomic(journal.event(id, 6, new Object())),
        journal.atomic(journal.event(id, 7, "b-7")));
  }

  @Test
  void keeps_metadata() {
    journal.write(journal.atomic(journal.event(id, 6, "b-6").withMetadata("meta")));

    assertThat(journal.replay(id, 6, 6, 1).events().getFirst().metadata().get()).isEqualTo("meta");
  }

  @Test
  protected void keeps_a_timestamp() {
    assertThat(timestampOf(1234567)).isEqualTo(1234567);
  }

  /** What a replay says of an event that was written with a timestamp. */
  protected final long timestampOf(long given) {
    journal.write(journal.atomic(journal.event(id, 6, "b-6").withTimestamp(given)));
    return journal.replay(id, 6, 6, 1).events().getFirst().timestamp();
  }

  @Test
  void keeps_journals_apart_whose_ids_begin_alike() {
    journal.writeNumbered(id + "0", 1, 2);
    journal.writeNumbered(id + "\u0001", 1, 1);

    assertThat(journal.replayAll(id).numbers()).hasSize(5);
    assertThat(journal.replayAll(id + "0").numbers()).containsExactly(1L, 2L);
    assertThat(journal.replayAll(id + "\u0001").numbers()).containsExactly(1L);
  }

  @Test
  void stores_the_largest_atomic_write_and_replays_long_journals() {
    var largest =
        IntStream.rangeClosed(6, 505)
            .mapToObj(number -> journal.event(id, number, "x".repeat(2000) + number))
            .toArray(PersistentRepr[]::new);
    journal.write(journal.atomic(largest));

    var replay = journal.replayAll(id);
    assertThat(replay.numbers())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 505).boxed().toList());
    assertThat(replay.payloads().getLast()).isEqualTo("x".repeat(2000) + 505);
    assertThat(journal.replay(id, 1, Long.MAX_VALUE, 400).numbers()).hasSize(400);
  }

  @Test
  void stores_an_event_of_a_mebibyte() {
    var payload = "x".repeat(1 << 20);
    journal.write(journal.atomic(journal.event(id, 6, payload)));

    assertThat(journal.replay(id, 6, 6, 1).payloads()).containsExactly(payload);
  }
}
