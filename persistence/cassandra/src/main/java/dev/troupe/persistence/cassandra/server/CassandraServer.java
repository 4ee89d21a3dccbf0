package dev.troupe.persistence.cassandra.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A Cassandra server as a process of its own; what it keeps survives its stop. */
public final class CassandraServer implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(20);
  private static final int CONNECT_MILLIS = 500;

  private final ServerPlan plan;
  private final ServerFiles files;
  private final Process process;

  private CassandraServer(ServerPlan plan, ServerFiles files, Process process) {
    this.plan = plan;
    this.files = files;
    this.process = process;
  }

  /** The same with the settings that a server on loopback needs. */
  public static CassandraServer start(ServerPlan plan) throws IOException {
    return start(plan, "");
  }

  /**
   * Starts the process and returns at once.
   *
   * @param settings further lines of {@code cassandra.yaml}: who may come in, and how
   * @throws IOException if its files cannot be written or the JVM cannot be started
   * @throws IllegalStateException if an earlier process still works on the same files
   */
  public static CassandraServer start(ServerPlan plan, String settings) throws IOException {
    var files = new ServerFiles(plan);
    files
        .holder()
        .ifPresent(pid -> {
          throw new IllegalStateException(
              "process %d is a Cassandra that still works on %s; stop it (kill %1$d), then start again"
                  .formatted(pid, plan.data()));
        });
    files.write(settings);
    var process =
        new ProcessBuilder(OwnSignals.around(ServerCommand.of(plan, files)))
            .directory(plan.data().toFile())
            .redirectErrorStream(true)
            .redirectOutput(plan.data().resolve("out.log").toFile())
            .start();
    files.heldBy(process.pid());
    return new CassandraServer(plan, files, process);
  }

  public String contactPoint() {
    return plan.contactPoint();
  }

  public long pid() {
    return process.pid();
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Everything that it has to say. */
  public Path log() {
    return files.log();
  }

  /**
   * Returns when it takes clients.
   *
   * @throws IllegalStateException if it ends, or does not within the time; the message names its
   *     log
   */
  public void awaitReady(Duration patience) throws InterruptedException {
    var end = System.nanoTime() + patience.toNanos();
    while (!takesClients()) {
      if (!process.isAlive()) {
        throw new IllegalStateException(
            "Cassandra ended while it started (exit code %d): %s. Its log is %s"
                .formatted(process.exitValue(), lastWords(), files.log()));
      }
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(
            "Cassandra at %s takes no clients after %d s; its log is %s"
                .formatted(plan.contactPoint(), patience.toSeconds(), files.log()));
      }
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    }
  }

  private boolean takesClients() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(plan.address(), plan.port()), CONNECT_MILLIS);
      return process.isAlive();
    } catch (IOException notYet) {
      return false;
    }
  }

  private String lastWords() {
    try {
      var out = Files.readAllLines(plan.data().resolve("out.log"));
      return out.isEmpty() ? "it said nothing" : out.getLast();
    } catch (IOException unreadable) {
      return "it said nothing";
    }
  }

  /** Lets it write down what it holds, and kills it if it does not end then. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_AT_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
