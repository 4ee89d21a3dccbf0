package dev.troupe.persistence.embedded;

import dev.troupe.persistence.Names;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.NoOffset$;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.Sequence;
import org.apache.pekko.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import org.apache.pekko.persistence.query.javadsl.CurrentEventsByTagQuery;
import org.apache.pekko.persistence.query.javadsl.CurrentPersistenceIdsQuery;
import org.apache.pekko.persistence.query.javadsl.EventsByPersistenceIdQuery;
import org.apache.pekko.persistence.query.javadsl.EventsByTagQuery;
import org.apache.pekko.persistence.query.javadsl.PersistenceIdsQuery;
import org.apache.pekko.persistence.query.javadsl.ReadJournal;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Pekko's queries over the embedded store, as {@link #IDENTIFIER}. Offsets of tags are {@code
 * Sequence}s that grow across the whole store; a query begins behind the offset it is given.
 */
public final class EmbeddedReadJournal
    implements ReadJournal,
        EventsByPersistenceIdQuery,
        CurrentEventsByPersistenceIdQuery,
        EventsByTagQuery,
        CurrentEventsByTagQuery,
        PersistenceIdsQuery,
        CurrentPersistenceIdsQuery {
  public static final String IDENTIFIER = "troupe.embedded.query";

  private final Journal journal;
  private final Events events;
  private final Commits commits;
  private final int pageSize;
  private final Duration refreshInterval;
  private final Duration gathering;

  EmbeddedReadJournal(
      EmbeddedStore store, int pageSize, Duration refreshInterval, Duration gathering) {
    this.journal = store.journal();
    this.events = store.events();
    this.commits = store.commits();
    this.pageSize = pageSize;
    this.refreshInterval = refreshInterval;
    this.gathering = gathering;
  }

  @Override
  public Source<EventEnvelope, NotUsed> eventsByPersistenceId(
      String persistenceId, long from, long to) {
    return source(
        Math.max(0, from - 1),
        position -> events(persistenceId, position, to, to),
        live(Journal.topicOfJournal(persistenceId), Duration.ZERO));
  }

  @Override
  public Source<EventEnvelope, NotUsed> currentEventsByPersistenceId(
      String persistenceId, long from, long to) {
    return Source.completionStageSource(
            journal
                .highest(persistenceId)
                .thenApply(highest ->
                    source(
                        Math.max(0, from - 1),
                        position -> events(persistenceId, position, Math.min(to, highest), to),
                        Optional.empty())))
        .mapMaterializedValue(_ -> NotUsed.getInstance());
  }

  private CompletionStage<LivePages.Page<EventEnvelope>> events(
      String persistenceId, long after, long readTo, long completeAt) {
    return journal
        .events(persistenceId, after + 1, readTo, pageSize)
        .thenApply(entries -> {
          var position = entries.isEmpty() ? after : entries.getLast().sequenceNumber();
          return new LivePages.Page<>(
              envelopes(entries, entry -> Offset.sequence(entry.sequenceNumber())),
              position,
              position >= completeAt,
              entries.isEmpty());
        });
  }

  @Override
  public Source<EventEnvelope, NotUsed> eventsByTag(String tag, Offset offset) {
    return source(
        position(offset),
        position -> tagged(tag, position, journal.highestOffset()),
        live(Journal.topicOfTag(Names.checked("tag", tag)), gathering));
  }

  @Override
  public Source<EventEnvelope, NotUsed> currentEventsByTag(String tag, Offset offset) {
    Names.checked("tag", tag);
    return Source.lazySource(
            () -> {
              var end = journal.highestOffset();
              return source(
                  position(offset), position -> tagged(tag, position, end), Optional.empty());
            })
        .mapMaterializedValue(_ -> NotUsed.getInstance());
  }

  private CompletionStage<LivePages.Page<EventEnvelope>> tagged(String tag, long after, long end) {
    return journal
        .tagged(tag, after, end, pageSize)
        .thenApply(page ->
            new LivePages.Page<>(
                envelopes(page.events(), entry -> Offset.sequence(entry.offset())),
                page.reached(),
                false,
                page.reached() >= end));
  }

  @Override
  public Source<String, NotUsed> persistenceIds() {
    return source(
        0,
        position -> births(position, journal.highestOffset()),
        live(Journal.topicOfTag(Journal.FIRST_EVENTS), gathering));
  }

  @Override
  public Source<String, NotUsed> currentPersistenceIds() {
    return Source.lazySource(
            () -> {
              var end = journal.highestOffset();
              return source(0, position -> births(position, end), Optional.empty());
            })
        .mapMaterializedValue(_ -> NotUsed.getInstance());
  }

  private CompletionStage<LivePages.Page<String>> births(long after, long end) {
    return journal
        .births(after, end, pageSize)
        .thenApply(births ->
            new LivePages.Page<>(
                births.stream().map(Journal.Birth::persistenceId).toList(),
                births.isEmpty() ? Math.max(after, end) : births.getLast().offset(),
                false,
                births.isEmpty()));
  }

  private static <T> Source<T, NotUsed> source(
      long start, LivePages.Query<T> query, Optional<LivePages.Wake> wake) {
    return Source.fromGraph(new LivePages<>(start, query, wake));
  }

  private Optional<LivePages.Wake> live(String topic, Duration gathered) {
    return Optional.of(new LivePages.Wake(commits, topic, refreshInterval, gathered));
  }

  private List<EventEnvelope> envelopes(
      List<Journal.Entry> entries, Function<Journal.Entry, Offset> offset) {
    return entries.stream().map(entry -> events.toEnvelope(entry, offset.apply(entry))).toList();
  }

  private static long position(Offset offset) {
    // Pekko's Offset is open: what another store gave out means nothing here.
    return switch (offset) {
      case NoOffset$ _ -> 0;
      case Sequence sequence -> sequence.value();
      default ->
          throw new IllegalArgumentException(
              "The embedded store has offsets of type Sequence, not %s; start from noOffset()"
                  .formatted(offset));
    };
  }
}
