package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.Node;
import dev.troupe.cluster.NodeConfiguration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.pekko.cluster.Cluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** Nodes that know of each other by their Cassandra alone. */
@Timeout(120)
class FoundingTest {
  private static final ExecutorService THREADS = Executors.newCachedThreadPool();

  @BeforeAll
  static void startCassandra() {
    RealCassandra.config();
  }

  @AfterAll
  static void endThreads() {
    THREADS.shutdown();
  }

  @RepeatedTest(5)
  void of_three_that_start_without_seeds_at_once_one_founds_and_the_others_join() {
    var starting =
        IntStream.range(0, 3)
            .mapToObj(_ ->
                CompletableFuture.supplyAsync(FoundingTest::start, THREADS)
                    .thenCompose(Function.identity()))
            .toList();
    var nodes = starting.stream().map(CompletableFuture::join).toList();
    try {
      var addresses = nodes.stream().map(FoundingTest::address).toList();
      assertThat(nodes).allSatisfy(node -> awaitMembers(node, addresses));
    } finally {
      nodes.reversed().forEach(FoundingTest::stop);
    }
  }

  private static CompletionStage<Node> start() {
    return Node.start(config(), system -> CassandraStore.get(system).presence());
  }

  private static Config config() {
    return NodeConfiguration.load(
        ConfigFactory.parseString("pekko.cluster.seed-node-timeout = 1s")
            .withFallback(RealCassandra.config().withOnlyPath(CassandraSettings.SECTION)),
        null);
  }

  private static String address(Node node) {
    return Cluster.get(node.system()).selfAddress().toString();
  }

  private static void awaitMembers(Node node, List<String> addresses) {
    var end = Instant.now().plusSeconds(20);
    while (!members(node).containsAll(addresses)) {
      assertThat(Instant.now()).as("%s sees %s", address(node), members(node)).isBefore(end);
      Thread.onSpinWait();
    }
  }

  private static List<String> members(Node node) {
    return StreamSupport.stream(
            Cluster.get(node.system()).state().getMembers().spliterator(), false)
        .map(member -> member.address().toString())
        .toList();
  }

  private static void stop(Node node) {
    node.stop().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
