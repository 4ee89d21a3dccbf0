package dev.troupe.persistence.cassandra;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
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

/** One Cassandra for all tests of this JVM, started by the first and stopped when the JVM ends. */
final class RealCassandra {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Started by whoever asks first. */
  private static final class Running {
    static final CassandraServer SERVER = start("");

    static {
      SchemaMaker.apply(configuration(SERVER, ""), _ -> {});
    }
  }

  private RealCassandra() {}

  /**
   * One more, for as long.
   *
   * @param settings lines of {@code cassandra.yaml}
   */
  static CassandraServer start(String settings) {
    try {
      var server = CassandraServer.start(plan(), settings);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      server.awaitReady(PATIENCE);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static ServerPlan plan() throws IOException {
    var jars = Path.of(System.getProperty("troupe.cassandra.server", "missing"));
    var java =
        ServerJdk.among(
                Optional.ofNullable(System.getenv(ServerJdk.VARIABLE)).map(Path::of),
                ServerJdk.installed())
            .orElseThrow(() -> new AssertionError("Cassandra needs a JDK 17 under /usr/lib/jvm"));
    return new ServerPlan(
        jars,
        java,
        Files.createTempDirectory("troupe-cassandra"),
        "127.0.0.1",
        freePort(),
        freePort(),
        512);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A configuration of an actor system on it. */
  static Config config() {
    return config("");
  }

  static Config config(String more) {
    return configuration(Running.SERVER, more);
  }

  static Config configuration(CassandraServer server, String more) {
    return ConfigFactory.parseString(more)
        .withFallback(
            ConfigFactory.parseString(
                """
                troupe.store.kind = cassandra
                troupe.cassandra.contact-points = ["%s"]
                # Needs a cluster.
                troupe.cassandra.events-by-tag.pubsub-notification = off
                # Its first statements wait for Cassandra to compile, on a machine that may do other things.
                pekko.actor.testkit.typed.single-expect-default = 30s
                pekko.test.single-expect-default = 30s
                """
                    .formatted(server.contactPoint())))
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }
}
