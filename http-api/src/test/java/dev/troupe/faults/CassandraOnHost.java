package dev.troupe.faults;

import dev.troupe.faults.Network.Host;
import dev.troupe.journey.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Cassandra on a host of its own, which ends and is started again; its data stays. */
final class CassandraOnHost implements AutoCloseable {
  private static final Duration STARTS_WITHIN = Duration.ofMinutes(5);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);

  private final Host host;
  private final Path folder;
  private HostedProcess starter;
  private ProcessHandle server;

  /**
   * Returns when it takes clients.
   *
   * @param folder of the run
   */
  CassandraOnHost(Host host, Path folder) {
    this.host = host;
    this.folder = folder;
    this.starter = launch();
    this.server = ready();
  }

  Host host() {
    return host;
  }

  /** What stands in it. */
  RawJournal journal() {
    return RawJournal.at(host.address(), CassandraHost.PORT);
  }

  void signal(String name) {
    HostedProcess.signal(server, name);
  }

  /** Ended by a signal, and its process gone. */
  void stop(String signal) {
    signal(signal);
    try {
      server.onExit().get(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("Cassandra does not end", e);
    }
    starter.close();
  }

  /** Returns when it takes clients. */
  void restart() {
    starter = launch();
    server = ready();
  }

  private HostedProcess launch() {
    return HostedProcess.start(
        host.run(
            HostedProcess.java(
                CassandraHost.class,
                host.address(),
                folder.resolve("cassandra").toString(),
                Program.root().resolve("persistence/cassandra-server/target/lib").toString())),
        Map.of(),
        folder.resolve("cassandra.log"));
  }

  private ProcessHandle ready() {
    var pid = starter.awaitLine("ready ", STARTS_WITHIN);
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  @Override
  public void close() {
    server.destroyForcibly();
    starter.close();
  }
}
