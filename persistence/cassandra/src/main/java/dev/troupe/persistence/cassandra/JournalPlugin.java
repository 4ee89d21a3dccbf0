package dev.troupe.persistence.cassandra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.typesafe.config.Config;
import dev.troupe.cluster.SuspensionWatch;
import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.cassandra.journal.CassandraJournal;
import org.apache.pekko.serialization.DisabledJavaSerializer;
import scala.collection.immutable.Seq;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
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
    return suspension.isSuspected()
        ? Future.failed(new IllegalStateException("This node was suspended, and ends."))
        : next(List.copyOf(CollectionConverters.asJava(writes)), new ArrayList<>());
  }

  /** One behind the other: an entity of ours hands in one at a time. */
  private Future<Seq<Try<BoxedUnit>>> next(List<AtomicWrite> writes, List<Try<BoxedUnit>> results) {
    return alone(writes.getFirst())
        .flatMap(
            result -> {
              results.add(result);
              return writes.size() == 1
                  ? Future.successful(CollectionConverters.asScala(results).toList())
                  : next(writes.subList(1, writes.size()), results);
            },
            executor);
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
