package dev.troupe.persistence.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import dev.troupe.persistence.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.persistence.journal.Tagged;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import org.apache.pekko.persistence.query.javadsl.CurrentEventsByTagQuery;
import org.apache.pekko.persistence.query.javadsl.CurrentPersistenceIdsQuery;
import org.apache.pekko.persistence.query.javadsl.EventsByPersistenceIdQuery;
import org.apache.pekko.persistence.query.javadsl.EventsByTagQuery;
import org.apache.pekko.persistence.query.javadsl.PersistenceIdsQuery;
import org.apache.pekko.persistence.query.javadsl.ReadJournal;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Queries over a journal: each event once, in order, and a live one goes on when more is written.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class QueryContract {
  private final ActorTestKit kit;
  private final JournalProbe journal;
  private final String queryPlugin;
  private final Duration patience;
  private String id = "";
  private String tag = "";

  /**
   * @param config the store under test
   * @param queryPlugin its read journal's identifier
   * @param patience within which a live query must have seen a write
   */
  protected QueryContract(Config config, String queryPlugin, Duration patience) {
    this.kit = ActorTestKit.create(config);
    this.journal = new JournalProbe(kit.system().classicSystem());
    this.queryPlugin = queryPlugin;
    this.patience = patience;
  }

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void newNames() {
    id = "query-" + UUID.randomUUID();
    tag = "tag-" + UUID.randomUUID();
  }

  @Test
  void current_events_of_a_journal_end_at_its_end() {
    journal.writeNumbered(id, 1, 600);

    assertThat(
            run(
                query(CurrentEventsByPersistenceIdQuery.class)
                    .currentEventsByPersistenceId(id, 0, Long.MAX_VALUE)))
        .extracting(EventEnvelope::sequenceNr)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 600).boxed().toList());
    assertThat(
            run(
                query(CurrentEventsByPersistenceIdQuery.class)
                    .currentEventsByPersistenceId(id, 598, 599)))
        .extracting(EventEnvelope::event)
        .containsExactly("a-598", "a-599");
  }

  @Test
  void current_events_of_an_unknown_journal_are_none() {
    assertThat(
            run(
                query(CurrentEventsByPersistenceIdQuery.class)
                    .currentEventsByPersistenceId("unknown-" + id, 0, Long.MAX_VALUE)))
        .isEmpty();
  }

  @Test
  void a_live_query_of_a_journal_sees_what_is_written_later() {
    journal.writeNumbered(id, 1, 2);
    var events =
        live(query(EventsByPersistenceIdQuery.class).eventsByPersistenceId(id, 0, Long.MAX_VALUE));
    assertThat(numbers(events, 2)).containsExactly(1L, 2L);

    journal.writeNumbered(id, 3, 4);

    assertThat(numbers(events, 2)).containsExactly(3L, 4L);
    events.cancel();
  }

  @Test
  void a_live_query_ends_at_its_upper_bound() {
    var all =
        query(EventsByPersistenceIdQuery.class)
            .eventsByPersistenceId(id, 2, 3)
            .runWith(Sink.seq(), kit.system());
    journal.writeNumbered(id, 1, 5);

    assertThat(join(all.toCompletableFuture()))
        .extracting(EventEnvelope::sequenceNr)
        .containsExactly(2L, 3L);
  }

  @Test
  void current_events_of_a_tag_come_in_the_order_of_their_offsets() {
    writeTagged(id, 1, 3);
    journal.writeNumbered(id, 4, 4);
    writeTagged(id + "b", 1, 2);

    var events = tagged(5, Offset.noOffset());

    assertThat(events)
        .extracting(event -> event.persistenceId() + " " + event.sequenceNr() + " " + event.event())
        .containsExactly(
            id + " 1 t-1", id + " 2 t-2", id + " 3 t-3", id + "b 1 t-1", id + "b 2 t-2");
    assertThat(tagged(2, events.get(2).offset())).isEqualTo(events.subList(3, 5));
  }

  @Test
  void a_live_query_of_a_tag_sees_what_is_written_later_and_nothing_else() {
    writeTagged(id, 1, 1);
    var events = live(query(EventsByTagQuery.class).eventsByTag(tag, Offset.noOffset()));
    assertThat(numbers(events, 1)).containsExactly(1L);

    journal.writeNumbered(id, 2, 2);
    writeTagged(id, 3, 3);

    assertThat(numbers(events, 1)).containsExactly(3L);
    events.cancel();
  }

  @Test
  void a_live_query_of_a_tag_neither_skips_nor_repeats_under_many_writers() {
    var writers = 8;
    var each = 50;
    var seen =
        query(EventsByTagQuery.class)
            .eventsByTag(tag, Offset.noOffset())
            .take((long) writers * each)
            .runWith(Sink.seq(), kit.system())
            .toCompletableFuture();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var writer = 0; writer < writers; writer++) {
        var own = id + writer;
        var _ = threads.submit(() -> writeAlone(own, each));
      }
    }

    var events = join(seen);
    for (var writer = 0; writer < writers; writer++) {
      var own = id + writer;
      assertThat(events.stream().filter(event -> event.persistenceId().equals(own)))
          .extracting(EventEnvelope::sequenceNr)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, each).boxed().toList());
    }
    assertThat(tagged(writers * each, Offset.noOffset())).isEqualTo(events);
  }

  private void writeAlone(String own, int events) {
    var mine = new JournalProbe(kit.system().classicSystem());
    for (var number = 1; number <= events; number++) {
      mine.write(mine.atomic(mine.event(own, number, new Tagged("t-" + number, Set.of(tag)))));
    }
  }

  @Test
  protected void a_deleted_event_leaves_its_tag() {
    assertThat(taggedAfterDeletionOfTheFirstTwo(1)).containsExactly(3L);
  }

  /** Of three events; a query waits until it sees so many. */
  protected final List<Long> taggedAfterDeletionOfTheFirstTwo(int atLeast) {
    writeTagged(id, 1, 3);
    journal.deleteTo(id, 2);
    return map(tagged(atLeast, Offset.noOffset()), EventEnvelope::sequenceNr);
  }

  /** Where a journal refuses it, and keeps its two events. */
  protected final Throwable deletionOfTheFirstOfTwo() {
    writeTagged(id, 1, 2);
    var refusal = journal.refusalToDeleteTo(id, 1);
    assertThat(journal.replayAll(id).numbers()).containsExactly(1L, 2L);
    return refusal;
  }

  /** Of a journal that was forgotten, and begins anew with other tags. */
  protected final List<Object> taggedOfWhatBeginsAnew() {
    var store = Stores.get(kit.system());
    writeTagged(id, 1, 2);
    assertThat(join(store.forget(id, Instant.now().plusSeconds(1)).toCompletableFuture())).isTrue();
    journal.end(id);
    journal.writeNumbered(id, 1, 1);
    journal.write(journal.atomic(journal.event(id, 2, new Tagged("anew", Set.of(tag)))));
    return map(tagged(1, Offset.noOffset()), EventEnvelope::event);
  }

  /** Those of the test that were listed so far. */
  protected final List<String> persistenceIdsOfTheTest() {
    return run(query(CurrentPersistenceIdsQuery.class).currentPersistenceIds()).stream()
        .filter(name -> name.startsWith(id))
        .toList();
  }

  @Test
  void persistence_ids_are_listed_once_each() {
    journal.writeNumbered(id, 1, 2);
    journal.writeNumbered(id + "b", 1, 1);

    assertThat(run(query(CurrentPersistenceIdsQuery.class).currentPersistenceIds()))
        .doesNotHaveDuplicates()
        .containsOnlyOnce(id, id + "b");
  }

  @Test
  void a_live_query_of_persistence_ids_sees_new_ones() {
    var ids =
        live(query(PersistenceIdsQuery.class).persistenceIds().filter(name -> name.startsWith(id)));
    journal.writeNumbered(id + "a", 1, 2);
    assertThat(pull(ids, 1)).containsExactly(id + "a");
    journal.writeNumbered(id + "b", 1, 1);
    assertThat(pull(ids, 1)).containsExactly(id + "b");
    ids.cancel();
  }

  private void writeTagged(String own, long from, long to) {
    for (var number = from; number <= to; number++) {
      var tagged = new Tagged("t-" + number, Set.of(tag));
      journal.write(journal.atomic(journal.event(own, number, tagged)));
    }
  }

  private <Q> Q query(Class<Q> query) {
    var readJournal =
        PersistenceQuery.get(kit.system()).getReadJournalFor(ReadJournal.class, queryPlugin);
    return query.cast(readJournal);
  }

  /**
   * A store may show a tag's events a while after they were written: asks until there are so many.
   */
  private List<EventEnvelope> tagged(int atLeast, Offset after) {
    var end = System.nanoTime() + patience.toNanos();
    while (true) {
      var events = run(query(CurrentEventsByTagQuery.class).currentEventsByTag(tag, after));
      if (events.size() >= atLeast || System.nanoTime() - end > 0) {
        return events;
      }
    }
  }

  private <T> List<T> run(Source<T, ?> source) {
    return join(source.runWith(Sink.seq(), kit.system()).toCompletableFuture());
  }

  private <T> SinkQueueWithCancel<T> live(Source<T, ?> source) {
    return source.runWith(Sink.queue(), kit.system());
  }

  private List<Long> numbers(SinkQueueWithCancel<EventEnvelope> events, int count) {
    return map(pull(events, count), EventEnvelope::sequenceNr);
  }

  private <T> List<T> pull(SinkQueueWithCancel<T> queue, int count) {
    var rows = new ArrayList<T>();
    for (var row = 0; row < count; row++) {
      rows.add(join(queue.pull().toCompletableFuture()).orElseThrow());
    }
    return rows;
  }

  private static <T, R> List<R> map(List<T> rows, Function<T, R> function) {
    return rows.stream().map(function).toList();
  }

  private <T> T join(CompletableFuture<T> future) {
    return future.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
  }
}
