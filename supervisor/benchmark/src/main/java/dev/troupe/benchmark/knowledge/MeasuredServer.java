package dev.troupe.benchmark.knowledge;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.persistence.cassandra.SchemaMaker;
import dev.troupe.persistence.cassandra.server.CassandraServer;
import dev.troupe.persistence.cassandra.server.ServerPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A Cassandra of the benchmark's own, and how much memory its processes hold. */
record MeasuredServer(CassandraServer server) implements AutoCloseable {
  private static final int HEAP_MEBIBYTES = 1024;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  static MeasuredServer start(Path data) throws IOException, InterruptedException {
    var jars =
        Path.of(
            System.getProperty(
                "troupe.cassandra.server", "persistence/cassandra-server/target/lib"));
    var server =
        CassandraServer.start(
            ServerPlan.onLoopback(
                jars, Files.createDirectories(data.toAbsolutePath()), HEAP_MEBIBYTES, List.of()));
    var measured = new MeasuredServer(server);
    try {
      server.awaitReady(PATIENCE);
      SchemaMaker.apply(measured.configuration(), _ -> {});
      return measured;
    } catch (RuntimeException | InterruptedException failed) {
      measured.close();
      throw failed;
    }
  }

  Config configuration() {
    return ConfigFactory.parseString(
            """
            troupe.store.kind = cassandra
            troupe.cassandra.contact-points = ["%s"]
            troupe.cassandra.events-by-tag.pubsub-notification = off
            troupe.cassandra.start-timeout = 300s
            troupe.cassandra.driver.basic.request.timeout = 30s
            pekko.loglevel = WARNING
            """
                .formatted(server.contactPoint()))
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }

  /** Prints what the server's processes hold of the machine's memory. */
  void say(String when) {
    var root = ProcessHandle.of(server.pid()).orElseThrow();
    long kibibytes =
        Stream.concat(Stream.of(root), root.descendants())
            .mapToLong(process -> residentKibibytes(process.pid()))
            .sum();
    System.out.printf("Cassandra, %s: %d MiB resident%n", when, kibibytes / 1024);
  }

  private static long residentKibibytes(long pid) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException ended) {
      return 0;
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
