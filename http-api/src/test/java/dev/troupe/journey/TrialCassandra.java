package dev.troupe.journey;

import dev.troupe.persistence.cassandra.server.CassandraServer;
import dev.troupe.persistence.cassandra.server.ServerJdk;
import dev.troupe.persistence.cassandra.server.ServerPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A Cassandra without any node. */
final class TrialCassandra implements AutoCloseable {
  private final CassandraServer server;

  private TrialCassandra(CassandraServer server) {
    this.server = server;
  }

  static TrialCassandra start(Path data) {
    try {
      var java =
          ServerJdk.among(
                  Optional.ofNullable(System.getenv(ServerJdk.VARIABLE)).map(Path::of),
                  ServerJdk.installed())
              .orElseThrow(() -> new AssertionError("Cassandra needs a JDK 17"));
      var server =
          CassandraServer.start(
              new ServerPlan(
                  Program.root().resolve("persistence/cassandra-server/target/lib"),
                  java,
                  Files.createDirectories(data),
                  "127.0.0.1",
                  freePort(),
                  freePort(),
                  512));
      server.awaitReady(Duration.ofMinutes(4));
      return new TrialCassandra(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
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

  @Override
  public void close() {
    server.close();
  }
}
