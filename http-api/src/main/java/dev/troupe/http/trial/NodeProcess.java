package dev.troupe.http.trial;

import dev.troupe.http.trial.ClusterPlan.NodePlan;
import dev.troupe.persistence.cassandra.server.OwnSignals;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One node as a process: the launcher's `serve`, with a configuration of its own. */
final class NodeProcess {
  private static final String LISTENING = "listening ";

  private final NodePlan plan;
  private final Process process;
  private final CompletableFuture<String> url = new CompletableFuture<>();

  private NodeProcess(NodePlan plan, Process process) {
    this.plan = plan;
    this.process = process;
  }

  /**
   * Starts it and returns at once.
   *
   * @param lines is told what the node prints
   */
  static NodeProcess start(ClusterPlan cluster, NodePlan plan, Consumer<String> lines)
      throws IOException {
    var builder =
        new ProcessBuilder(
                OwnSignals.around(
                    List.of(
                        cluster.home().resolve("troupe").toString(),
                        "serve",
                        "--config",
                        cluster.file(plan).toString(),
                        "--data",
                        cluster.directory(plan).toString())))
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    // Whoever started the cluster has built the program.
    builder.environment().put("TROUPE_NO_BUILD", "true");
    var node = new NodeProcess(plan, builder.start());
    Thread.ofVirtual().name(plan.name()).start(() -> node.read(lines));
    return node;
  }

  private void read(Consumer<String> lines) {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      String line = output.readLine();
      while (line != null) {
        if (line.startsWith(LISTENING)) {
          url.complete(line.substring(LISTENING.length()));
        } else {
          lines.accept(line);
        }
        line = output.readLine();
      }
    } catch (IOException gone) {
      // The process has ended, which is told anyhow.
    } finally {
      url.completeExceptionally(new IllegalStateException(plan.name() + " has ended"));
    }
  }

  NodePlan plan() {
    return plan;
  }

  long pid() {
    return process.pid();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Where it listens; fails if it ends before. */
  CompletableFuture<String> url() {
    return url;
  }

  /** How it ended; empty while it runs. */
  Optional<Integer> exitCode() {
    return process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
  }

  /** Asks it to leave. */
  void stop() {
    process.destroy();
  }

  /**
   * Kills it where it has not ended by then.
   *
   * @param deadline of {@link System#nanoTime}
   */
  void awaitEnd(long deadline) throws InterruptedException {
    if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      process.destroyForcibly();
    }
  }
}
