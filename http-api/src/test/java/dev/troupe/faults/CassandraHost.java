package dev.troupe.faults;

import dev.troupe.persistence.cassandra.server.CassandraServer;
import dev.troupe.persistence.cassandra.server.ServerJdk;
import dev.troupe.persistence.cassandra.server.ServerPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Starts the project's Cassandra in the namespace that this process was started in, and says its
 * process number. It is killed on its own; this process has nothing to lose.
 */
final class CassandraHost {
  static final int PORT = 9042;
  private static final int STORAGE_PORT = 7000;
  private static final int HEAP_MEBIBYTES = 768;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private CassandraHost() {}

  /** Arguments: address, folder for its data, folder with its jars. */
  @SuppressWarnings("resource") // It lives as long as this process.
  public static void main(String[] arguments) throws Exception {
    var java = ServerJdk.find().orElseThrow();
    var server =
        CassandraServer.start(
            new ServerPlan(
                Path.of(arguments[2]),
                java,
                Path.of(arguments[1]),
                arguments[0],
                PORT,
                STORAGE_PORT,
                HEAP_MEBIBYTES,
                List.of()));
    server.awaitReady(PATIENCE);
    System.out.println("ready " + server.pid());
    new CountDownLatch(1).await();
  }
}
