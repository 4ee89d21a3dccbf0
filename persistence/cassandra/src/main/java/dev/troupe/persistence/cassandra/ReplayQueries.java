package dev.troupe.persistence.cassandra;

import com.typesafe.config.Config;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.cassandra.Extractors.Extractor;
import org.apache.pekko.persistence.cassandra.Extractors.OptionalTagged;
import org.apache.pekko.persistence.cassandra.Extractors.TaggedPersistentRepr;
import org.apache.pekko.persistence.cassandra.query.EventsByPersistenceIdStage.Control;
import org.apache.pekko.persistence.cassandra.query.scaladsl.CassandraReadJournal;
import org.apache.pekko.persistence.query.ReadJournalProvider;
import org.apache.pekko.stream.scaladsl.Source;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.concurrent.Future;
import scala.concurrent.duration.FiniteDuration;

/**
 * The plugin's queries, by which its journal reads what it replays and whose tags it completes:
 * both of events that count by the journal's {@link Lineage}. Two events of one number would stop
 * the plugin's tag writers.
 */
final class ReplayQueries extends CassandraReadJournal {
  private static final Logger LOG = LoggerFactory.getLogger(ReplayQueries.class);

  /** How the plugin names the queries of a recovery, also of the part before its snapshot. */
  private static final String REPLAY = "asyncReplayMessages";

  /** What {@code troupe.cassandra.query.class} names. */
  public static final class Provider implements ReadJournalProvider {
    private final ReplayQueries queries;

    public Provider(ExtendedActorSystem system, Config config, String path) {
      this.queries = new ReplayQueries(system, config, path);
    }

    @Override
    public CassandraReadJournal scaladslReadJournal() {
      return queries;
    }

    @Override
    public org.apache.pekko.persistence.cassandra.query.javadsl.CassandraReadJournal
        javadslReadJournal() {
      return new org.apache.pekko.persistence.cassandra.query.javadsl.CassandraReadJournal(queries);
    }
  }

  private final Lives lives;

  private ReplayQueries(ExtendedActorSystem system, Config config, String path) {
    super(system, config, path);
    this.lives = CassandraStore.get(system).lives();
  }

  @Override
  public <T> Source<T, Future<Control>> eventsByPersistenceId(
      String persistenceId,
      long from,
      long to,
      long max,
      Option<FiniteDuration> refreshInterval,
      String readProfile,
      String name,
      Extractor<T> extractor,
      boolean fastForward) {
    @Nullable Life life = name.startsWith(REPLAY) ? lives.of(persistenceId) : null;
    // The plugin stops at the first event with the last number, and that may not be the one.
    long beyond = life == null || to == Long.MAX_VALUE ? to : to + 1;
    var events =
        super.eventsByPersistenceId(
            persistenceId,
            from,
            beyond,
            max,
            refreshInterval,
            readProfile,
            name,
            extractor,
            fastForward);
    return life == null
        ? events
        : events.asJava().filter(event -> isReplayed(event, to, life)).asScala();
  }

  private static boolean isReplayed(Object found, long to, Life life) {
    return switch (found) {
      case PersistentRepr event -> isReplayed(event, to, life);
      case TaggedPersistentRepr tagged -> isReplayed(tagged.pr(), to, life);
      // Nothing is done with one that has no tags.
      case OptionalTagged perhaps ->
          (Object) perhaps.tagged() instanceof TaggedPersistentRepr tagged
              && isReplayed(tagged.pr(), to, life);
      default -> throw new IllegalStateException("A replay of " + found.getClass());
    };
  }

  private static boolean isReplayed(PersistentRepr event, long to, Life life) {
    if (event.sequenceNr() > to) {
      return false;
    }
    var lineage = life.lineage();
    if (lineage.counts(event.sequenceNr(), Epoch.read(event.writerUuid()))) {
      return true;
    }
    LOG.warn(
        "event {} of {} does not count: its writer {} had been replaced ({})",
        event.sequenceNr(),
        life.persistenceId(),
        event.writerUuid(),
        lineage.text());
    return false;
  }
}
