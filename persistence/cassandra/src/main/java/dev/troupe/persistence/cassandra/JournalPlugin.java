package dev.troupe.persistence.cassandra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.typesafe.config.Config;
import dev.troupe.cluster.SuspensionWatch;
import java.io.NotSerializableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.cassandra.journal.CassandraJournal;
import org.apache.pekko.serialization.DisabledJavaSerializer;
import scala.collection.immutable.Seq;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.Future$;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;
import scala.util.Failure;
import scala.util.Try;

/**
 * pekko-persistence-cassandra's journal, as {@code troupe.cassandra.journal}: an event that cannot
 * be serialized rejects its own write, and no other.
 */
public final class JournalPlugin extends CassandraJournal {
  private final ExecutionContext executor;
  private final SuspensionWatch suspension;

  public JournalPlugin(Config config, String path) {
    super(config, path);
    this.executor = context().dispatcher();
    this.suspension = SuspensionWatch.get(context().system());
  }

  @Override
  public Future<Seq<Try<BoxedUnit>>> asyncWriteMessages(Seq<AtomicWrite> writes) {
    if (suspension.isSuspected()) {
      return Future$.MODULE$.failed(
          new IllegalStateException("This node was suspended, and ends."));
    }
    // All are begun here and now, by the journal's own actor, which keeps what is under way without
    // a lock. An entity of ours hands in one at a time.
    var begun =
        CollectionConverters.asJava(writes).stream()
            .map(write -> FutureConverters.asJava(alone(write)).toCompletableFuture())
            .toList();
    return FutureConverters.asScala(
        CompletableFuture.allOf(begun.toArray(CompletableFuture[]::new))
            .handle((_, _) -> results(begun)));
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
