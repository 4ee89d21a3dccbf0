package dev.troupe.benchmark;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.shared.Entry;
import dev.troupe.agents.shared.Finding;
import dev.troupe.agents.shared.ReplicatedKnowledge;
import dev.troupe.agents.shared.SharedKnowledge;
import dev.troupe.agents.shared.Source;
import dev.troupe.cluster.Node;
import dev.troupe.cluster.NodeConfiguration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ddata.GSet;
import org.apache.pekko.serialization.SerializationExtension;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long it takes until all nodes know of a finding, from its publication on one of them, and
 * what a finding weighs as it is sent; nodes are in one process and speak over loopback.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 5)
@Measurement(iterations = 3, time = 10)
@Fork(1)
public class FindingsBenchmark {
  private static final String CLAIM =
      "Event sourcing appends only what is new at each step, and pays for it with a replay when an actor is read again: number ";
  private static final String QUOTE =
      "Only the new events are written at each step; recovery replays them, which takes longer the longer the journal is.";

  private static final int SOURCES = 100;

  /** Of the cluster. */
  @Param({"2", "3", "5"})
  public int nodes;

  private final List<Node> started = new ArrayList<>();
  private final List<SharedKnowledge> views = new ArrayList<>();
  private int number;

  @Setup(Level.Trial)
  public void start() {
    for (int count = 0; count < nodes; count++) {
      var seed =
          started.isEmpty()
              ? ""
              : "pekko.cluster.seed-nodes = [\"%s\"]"
                  .formatted(Cluster.get(started.getFirst().system()).selfAddress());
      var config = NodeConfiguration.load(ConfigFactory.parseString(seed), null);
      started.add(Node.start(config).toCompletableFuture().join());
      views.add(ReplicatedKnowledge.on(started.getLast().system(), InstantSource.system()));
    }
  }

  @TearDown(Level.Trial)
  public void stop() {
    var serialization = SerializationExtension.get(started.getFirst().system());
    var one = serialization.serialize(entry("default/0", 1)).get().length;
    System.out.printf("%nOne finding of this length is written as %d bytes.%n", one);
    var read = GSet.<String>create();
    for (int source = 0; source < SOURCES; source++) {
      read = read.add("checkpointing-%d.md%n%016x".formatted(source % 10, source));
    }
    var sources = serialization.serialize(read).get().length;
    System.out.printf("A source is written as %d bytes.%n", sources / SOURCES);
    started.reversed().forEach(node -> node.stop().toCompletableFuture().join());
  }

  private static Entry entry(String task, int number) {
    return new Entry.Published(
        task,
        Finding.of(
            "researcher/2",
            CLAIM + number,
            List.of(new Source("checkpointing.md", "5e0a77f1a1b2c3d4", QUOTE)),
            0.8,
            null,
            Instant.now()));
  }

  /** Each in a task of its own, forgotten behind it. */
  @Benchmark
  public int until_all_nodes_know() {
    number++;
    var task = "default/" + number;
    views.getFirst().publish(List.of(entry(task, number)));
    for (var view : views) {
      while (view.read(task).toCompletableFuture().join().isEmpty()) {
        LockSupport.parkNanos(200_000);
      }
    }
    views.getFirst().forget(task);
    return number;
  }

  /** As an agent does before it asks its model. */
  @Benchmark
  public int read_on_one_node() {
    return views.getLast().read("default/none").toCompletableFuture().join().size();
  }
}
