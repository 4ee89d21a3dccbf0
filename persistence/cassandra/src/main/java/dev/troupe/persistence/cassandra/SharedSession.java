package dev.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.Config;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.stream.connectors.cassandra.CassandraSessionSettings;
import org.apache.pekko.stream.connectors.cassandra.CqlSessionProvider;
import org.apache.pekko.stream.connectors.cassandra.javadsl.CassandraSessionRegistry;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/** The driver's session that {@code troupe.cassandra} has, for the plugins beside it. */
public final class SharedSession implements CqlSessionProvider {
  private final ActorSystem system;

  /** As the plugin has it: {@code troupe.cassandra-untagged.session-provider} names this class. */
  public SharedSession(ActorSystem system, Config section) {
    this.system = system;
  }

  @Override
  public Future<CqlSession> connect(ExecutionContext executor) {
    return FutureConverters.asScala(of(system));
  }

  static CompletionStage<CqlSession> of(ClassicActorSystemProvider system) {
    return CassandraSessionRegistry.get(system)
        .sessionFor(CassandraSessionSettings.create(CassandraSettings.SECTION))
        .underlying();
  }
}
