package dev.troupe.persistence.cassandra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.typesafe.config.Config;
import dev.troupe.cluster.Halt;
import dev.troupe.cluster.SuspensionWatch;
import java.io.NotSerializableException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.JournalProtocol.ReplayMessages;
import org.apache.pekko.persistence.JournalProtocol.ReplayMessagesFailure;
import org.apache.pekko.persistence.JournalProtocol.WriteMessages;
import org.apache.pekko.persistence.cassandra.journal.CassandraJournal;
import org.apache.pekko.persistence.cassandra.journal.TagWriters;
import org.apache.pekko.serialization.DisabledJavaSerializer;
import org.jspecify.annotations.Nullable;
import scala.PartialFunction;
import scala.collection.immutable.Seq;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.Future$;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;
import scala.jdk.javaapi.OptionConverters;
import scala.runtime.BoxedUnit;
import scala.util.Failure;
import scala.util.Try;

/**
 * pekko-persistence-cassandra's journal, as {@code troupe.cassandra.journal}, with a fence that
 * Cassandra has not: each event carries the epoch of its writer, a replay takes what the journal's
 * {@link Lineage} counts ({@link ReplayQueries}), and whoever takes a journal over says so before
 * its first event. An event that cannot be serialized rejects its own write, and no other.
 */
public final class JournalPlugin extends CassandraJournal {
  /** The child of the plugin's actor that keeps the tags; none where events have no tags. */
  private static final String TAG_WRITERS = "tagWrites";

  /** Events in one write. */
  static final int LARGEST_WRITE = 500;

  /** A recovery that may go on. */
  private record Begun(ReplayMessages replay, long recovery, Life life) {}

  /** A recovery that may not. */
  private record NotBegun(ReplayMessages replay, long recovery, Throwable cause) {}

  /** A first write that may go on. */
  private record TakenOver(WriteMessages write, long recovery, Life life, Lineage lineage) {}

  /** A first write that will fail. */
  private record NotTakenOver(WriteMessages write, long recovery, Life life, Throwable cause) {}

  private record Ended(String persistenceId, ActorRef actor) {}

  private final ExecutionContext executor;
  private final SuspensionWatch suspension;
  private final Halt halt;
  private final Lives lives;
  private final Writers writers;
  private final TakeOver takeOver;

  /** The plugin's own, which drops the tags of an entity that it was not told of. */
  private final Optional<ActorRef> tagWriters;

  private final Recoveries recoveries = new Recoveries();

  public JournalPlugin(Config config, String path) {
    super(config, path);
    var store = CassandraStore.get(context().system());
    store.journals().require(JournalTables.of(context().system().settings().config(), path), path);
    this.executor = context().dispatcher();
    this.suspension = SuspensionWatch.get(context().system());
    this.writers = store.writers();
    this.halt = Halt.of(context().system());
    this.lives = store.lives();
    this.takeOver = new TakeOver(lives, writers, suspension::isSuspected);
    this.tagWriters = OptionConverters.toJava(context().child(TAG_WRITERS));
  }

  @Override
  public void aroundReceive(PartialFunction<Object, BoxedUnit> receive, Object message) {
    switch (message) {
      case ReplayMessages replay -> begin(replay, sender());
      case Begun(var replay, var recovery, var life) -> {
        if (recoveries.isAwaited(replay.persistentActor(), recovery)) {
          lives.begun(life);
          super.aroundReceive(receive, replay);
        }
      }
      case NotBegun(var replay, var recovery, var cause) -> {
        if (recoveries.isAwaited(replay.persistentActor(), recovery)) {
          haltIfReplaced(cause);
          replay.persistentActor().tell(new ReplayMessagesFailure(cause), self());
        }
      }
      case WriteMessages write -> write(receive, write);
      case TakenOver(var write, var recovery, var life, var lineage) -> {
        if (isCurrent(life, recovery)) {
          life.wrote(lineage);
          super.aroundReceive(receive, write);
        }
      }
      case NotTakenOver(var write, var recovery, var life, var cause) -> {
        if (isCurrent(life, recovery)) {
          haltIfReplaced(cause);
          life.failed(cause);
          super.aroundReceive(receive, write);
        }
      }
      case Ended(var persistenceId, var actor) -> {
        recoveries.ended(actor);
        lives.ended(persistenceId, actor);
      }
      case TagWriters.PersistentActorStartingAck$ _ -> {
        // Told, not asked.
      }
      default -> super.aroundReceive(receive, message);
    }
  }

  private void begin(ReplayMessages replay, ActorRef sender) {
    var id = replay.persistenceId();
    var actor = replay.persistentActor();
    var recovery = recoveries.begin(actor);
    context().watchWith(actor, new Ended(id, actor));
    takeOver
        .begin(id, actor)
        .whenComplete((life, failure) ->
            self()
                .tell(
                    failure == null
                        ? new Begun(replay, recovery, life)
                        : new NotBegun(replay, recovery, Cql.cause(failure)),
                    sender));
  }

  /**
   * An entity that has begun anew meanwhile waits for no answer, and may have read without this.
   */
  private boolean isCurrent(Life life, long recovery) {
    return life.equals(lives.of(life.persistenceId()))
        && recoveries.isAwaited(life.actor(), recovery);
  }

  private void haltIfReplaced(Throwable cause) {
    if (cause instanceof Replaced) {
      halt.because(
          "%s: this node was replaced and did not know it, so it ends now; start it again"
              .formatted(cause.getMessage()));
    }
  }

  private void write(PartialFunction<Object, BoxedUnit> receive, WriteMessages write) {
    @Nullable AtomicWrite first = firstOf(write);
    @Nullable Life life = first == null ? null : lives.of(first.persistenceId());
    if (first == null || life == null || life.goesOn()) {
      super.aroundReceive(receive, write);
      return;
    }
    var sender = sender();
    var recovery = recoveries.last(life.actor());
    takeOver
        .announce(life, first.lowestSequenceNr())
        .whenComplete((lineage, failure) ->
            self()
                .tell(
                    failure == null
                        ? new TakenOver(write, recovery, life, lineage)
                        : new NotTakenOver(write, recovery, life, Cql.cause(failure)),
                    sender));
  }

  private static @Nullable AtomicWrite firstOf(WriteMessages write) {
    for (var envelope : CollectionConverters.asJava(write.messages())) {
      if (envelope instanceof AtomicWrite atomic) {
        return atomic;
      }
    }
    return null;
  }

  @Override
  public Future<Object> asyncReadHighestSequenceNr(String persistenceId, long from) {
    var life = Objects.requireNonNull(lives.of(persistenceId));
    if (writers.isNew(life.lineage())) {
      // The plugin would look three times for what is not there, and reset what its tag writers
      // remember of it, which is nothing.
      tagWriters.ifPresent(writer ->
          writer.tell(new TagWriters.PersistentActorStarting(persistenceId, life.actor()), self()));
      return Future.successful(0L);
    }
    return super.asyncReadHighestSequenceNr(persistenceId, from)
        .flatMap(
            highest ->
                FutureConverters.asScala(
                        writers.highest(persistenceId, life.lineage(), (long) highest))
                    .map(number -> (Object) number, executor),
            executor);
  }

  @Override
  public Future<Seq<Try<BoxedUnit>>> asyncWriteMessages(Seq<AtomicWrite> writes) {
    var persistenceId = writes.head().persistenceId();
    @Nullable Life life = lives.of(persistenceId);
    if (life == null) {
      return Future$.MODULE$.failed(
          new IllegalStateException("A journal is recovered before it is written."));
    }
    @Nullable Throwable refusal =
        suspension.isSuspected() ? NotClaimed.suspended() : life.failure();
    if (refusal != null) {
      lives.doubt(life);
      return Future$.MODULE$.failed(refusal);
    }
    // All are begun here and now, by the journal's own actor, which keeps what is under way without
    // a lock. An entity of ours hands in one at a time.
    var begun =
        CollectionConverters.asJava(writes).stream()
            .map(write ->
                FutureConverters.asJava(alone(by(life.epoch(), write))).toCompletableFuture())
            .toList();
    var all =
        CompletableFuture.allOf(begun.toArray(CompletableFuture[]::new))
            .handle((_, _) -> results(begun))
            // What a suspended node has written counts or does not: others decide, not it.
            .whenComplete((_, _) -> refuseWhenSuspended());
    lives.writing(life, all);
    return FutureConverters.asScala(all);
  }

  private void refuseWhenSuspended() {
    if (suspension.isSuspected()) {
      throw NotClaimed.suspended();
    }
  }

  private static AtomicWrite by(long epoch, AtomicWrite write) {
    var writer = Epoch.text(epoch);
    return new AtomicWrite(
        CollectionConverters.asScala(
                CollectionConverters.asJava(write.payload()).stream()
                    .map(event ->
                        event.update(
                            event.sequenceNr(),
                            event.persistenceId(),
                            event.deleted(),
                            event.sender(),
                            writer))
                    .toList())
            .toList());
  }

  private static Seq<Try<BoxedUnit>> results(List<CompletableFuture<Try<BoxedUnit>>> begun) {
    try {
      return CollectionConverters.asScala(begun.stream().map(CompletableFuture::join).toList())
          .toList();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }

  private Future<Try<BoxedUnit>> alone(AtomicWrite write) {
    return super.asyncWriteMessages(CollectionConverters.asScala(List.of(write)).toList())
        .transform(JournalPlugin::result, executor);
  }

  private static Try<Try<BoxedUnit>> result(Try<Seq<Try<BoxedUnit>>> written) {
    return written.isSuccess() || isOfTheEvent(written.failed().get())
        ? new scala.util.Success<>(written.map(_ -> BoxedUnit.UNIT))
        : new Failure<>(written.failed().get());
  }

  private static boolean isOfTheEvent(Throwable failure) {
    return failure instanceof NotSerializableException
        || failure instanceof JsonProcessingException
        || failure instanceof DisabledJavaSerializer.JavaSerializationException;
  }
}
