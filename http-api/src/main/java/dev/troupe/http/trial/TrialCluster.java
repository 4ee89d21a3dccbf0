package dev.troupe.http.trial;

import com.typesafe.config.Config;
import dev.troupe.persistence.cassandra.SchemaMaker;
import dev.troupe.persistence.cassandra.server.CassandraServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/** Cassandra and the nodes of one plan, from their start to their end. */
public final class TrialCluster implements AutoCloseable {
  private static final Duration CASSANDRA_PATIENCE = Duration.ofMinutes(3);
  private static final Duration NODE_PATIENCE = Duration.ofMinutes(3);
  private static final Duration NODES_END_WITHIN = Duration.ofSeconds(30);

  private final CassandraServer cassandra;
  private final List<NodeProcess> nodes = new ArrayList<>();
  private final Consumer<String> told;

  private TrialCluster(CassandraServer cassandra, Consumer<String> told) {
    this.cassandra = cassandra;
    this.told = told;
  }

  /**
   * Returns when all nodes listen. What was started is stopped again if one does not.
   *
   * @param configuration makes the configuration of a node's file, for the schema
   * @param told is given a line for each thing that happens
   * @throws IllegalStateException if Cassandra or a node does not start; the message says which
   */
  public static TrialCluster start(
      ClusterPlan plan, Function<Path, Config> configuration, Consumer<String> told)
      throws IOException, InterruptedException {
    told.accept("starting Cassandra at " + plan.cassandra().contactPoint());
    var cluster = new TrialCluster(CassandraServer.start(plan.cassandra()), told);
    try {
      new Children(plan.data()).add(cluster.cassandra.handle());
      cluster.cassandra.awaitReady(CASSANDRA_PATIENCE);
      told.accept("Cassandra is ready (process %d)".formatted(cluster.cassandra.pid()));
      cluster.startNodes(plan, configuration);
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException failed) {
      cluster.close();
      throw failed;
    }
  }

  private void startNodes(ClusterPlan plan, Function<Path, Config> configuration)
      throws IOException, InterruptedException {
    for (var node : plan.nodes()) {
      Files.writeString(plan.file(node), plan.configuration(node));
    }
    SchemaMaker.apply(configuration.apply(plan.file(plan.nodes().getFirst())), _ -> {});
    for (var node : plan.nodes()) {
      var started = NodeProcess.start(plan, node, line -> told.accept(node.name() + " | " + line));
      nodes.add(started);
      new Children(plan.data()).add(started.handle());
    }
    for (var node : nodes) {
      try {
        told.accept(
            "%s listens at %s (process %d)"
                .formatted(
                    node.plan().name(),
                    node.url().get(NODE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS),
                    node.pid()));
      } catch (TimeoutException slow) {
        throw new IllegalStateException(
            "%s does not listen after %d s; its log is %s"
                .formatted(node.plan().name(), NODE_PATIENCE.toSeconds(), log(plan, node)),
            slow);
      } catch (ExecutionException ended) {
        throw new IllegalStateException(
            "%s ended while it started; its log is %s"
                .formatted(node.plan().name(), log(plan, node)),
            ended);
      }
    }
  }

  private static Path log(ClusterPlan plan, NodeProcess node) {
    return plan.directory(node.plan()).resolve("logs").resolve("troupe.log");
  }

  List<NodeProcess> nodes() {
    return nodes;
  }

  CassandraServer cassandra() {
    return cassandra;
  }

  /** All nodes at once: nobody is to take over what they do. Then Cassandra. */
  @Override
  public void close() {
    long deadline = System.nanoTime() + NODES_END_WITHIN.toNanos();
    try {
      for (var node : nodes) {
        node.stop();
      }
      for (var node : nodes) {
        node.awaitEnd(deadline);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      cassandra.close();
    }
  }
}
