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
  private final CassandraServer server;

  private TrialCassandra(CassandraServer server) {
    this.server = server;
  }

  static TrialCassandra start(Path data) {
    try {
      var server =
          CassandraServer.start(
              ServerPlan.onLoopback(
                  Program.root().resolve("persistence/cassandra-server/target/lib"),
                  Files.createDirectories(data),
                  512,
                  ServerPlan.SHORT_LIVED));
      server.awaitReady(Duration.ofMinutes(4));
      return new TrialCassandra(server);
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
                  .formatted(server.contactPoint()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Beside the nodes', for what Cassandra knows of itself. */
  CqlSession session() {
    var contact = server.contactPoint();
    var colon = contact.lastIndexOf(':');
    return CqlSession.builder()
        .addContactPoint(
            new InetSocketAddress(
                contact.substring(0, colon), Integer.parseInt(contact.substring(colon + 1))))
        .withLocalDatacenter("datacenter1")
        .build();
  }

  @Override
  public void close() {
    server.close();
  }
}
