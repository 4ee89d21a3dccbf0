package dev.troupe.journey;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.troupe.persistence.cassandra.server.CassandraServer;
import dev.troupe.persistence.cassandra.server.ServerPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A Cassandra without any node. */
final class TrialCassandra implements AutoCloseable {
  private final ServerPlan plan;
  private final CassandraServer server;

  private TrialCassandra(ServerPlan plan, CassandraServer server) {
    this.plan = plan;
    this.server = server;
  }

  static TrialCassandra start(Path data) {
    try {
      var plan =
          ServerPlan.onLoopback(
              Program.root().resolve("persistence/cassandra-server/target/lib"),
              Files.createDirectories(data),
              512,
              ServerPlan.SHORT_LIVED);
      var server = CassandraServer.start(plan);
      server.awaitReady(Duration.ofMinutes(4));
      return new TrialCassandra(plan, server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Of a node on it that has a user's settings, too. */
  Path config(Path file, Path more) {
    try {
      return Files.writeString(
          file,
          Files.readString(more)
              + """

              troupe.store.kind = cassandra
              troupe.cassandra.contact-points = ["%s"]
              troupe.node.start-timeout = 90s
              """
                  .formatted(plan.contactPoint()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Beside the nodes', for what Cassandra knows of itself. */
  CqlSession session() {
    return CqlSession.builder()
        .addContactPoint(new InetSocketAddress(plan.address(), plan.port()))
        .withLocalDatacenter("datacenter1")
        .build();
  }

  @Override
  public void close() {
    server.close();
  }
}
