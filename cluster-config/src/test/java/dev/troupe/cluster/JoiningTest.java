package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JoiningTest {

  /** What a store would tell; a ghost is seen as often as it was told to be. */
  private static final class Seen implements Presence {
    final Set<String> nodes = ConcurrentHashMap.newKeySet();
    final List<String> ghosts = new ArrayList<>();
    final AtomicReference<@Nullable String> founder = new AtomicReference<>();
    final AtomicInteger asked = new AtomicInteger();

    /** Before whoever has the right is told so again. */
    volatile Runnable beforeConfirmation = () -> {};

    /** Whenever a node shows itself. */
    volatile Runnable whileShowing = () -> {};

    @Override
    public CompletionStage<Void> show(String node) {
      whileShowing.run();
      nodes.add(node);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> withdraw(String node) {
      nodes.remove(node);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Set<String>> seen() {
      var all = ConcurrentHashMap.<String>newKeySet();
      all.addAll(nodes);
      if (!ghosts.isEmpty()) {
        all.add(ghosts.removeFirst());
      }
      return CompletableFuture.completedStage(all);
    }

    @Override
    public CompletionStage<String> founder(String node) {
      asked.incrementAndGet();
      var holder = founder.compareAndExchange(null, node);
      if (node.equals(holder)) {
        beforeConfirmation.run();
      }
      return CompletableFuture.completedStage(Objects.requireNonNullElse(founder.get(), node));
    }

    @Override
    public CompletionStage<Void> founded(String node) {
      founder.compareAndSet(node, null);
      return CompletableFuture.completedStage(null);
    }
  }

  private final Seen presence = new Seen();
  private final List<Node> nodes = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (var node : nodes.reversed()) {
      node.stop().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_first_seed_joins_the_cluster_that_lives_and_founds_none_beside_it() throws IOException {
    var living = node("");
    var port = freePort();
    var firstSeed = node(seeds(port, port));

    awaitMembers(firstSeed, living, firstSeed);
  }

  @Test
  void a_node_without_seeds_finds_the_cluster_by_its_store() {
    var living = node("");

    var second = node("");

    awaitMembers(second, living, second);
  }

  @Test
  void it_founds_one_when_those_who_were_seen_have_faded() throws IOException {
    presence.ghosts.addAll(List.of("pekko://troupe@127.0.0.1:1", "pekko://troupe@127.0.0.1:1"));
    var port = freePort();
    var firstSeed = node(seeds(port, port, 1));

    awaitMembers(firstSeed, firstSeed);
    assertThat(presence.ghosts).isEmpty();
  }

  @Test
  void two_that_start_without_seeds_at_once_become_one_cluster() {
    var first = starting("");
    var second = starting("");

    var one = kept(first);
    var two = kept(second);
    awaitMembers(one, one, two);
    assertThat(presence.founder).hasNullValue();
  }

  @Test
  void two_first_seeds_that_do_not_know_each_other_become_one_cluster() throws IOException {
    var ports = List.of(freePort(), freePort());
    var first = starting(seeds(ports.getFirst(), ports.getFirst()));
    var second = starting(seeds(ports.getLast(), ports.getLast()));

    var one = kept(first);
    var two = kept(second);
    awaitMembers(one, one, two);
  }

  @Test
  void a_founder_that_dies_before_it_is_up_is_waited_for_until_its_right_fades() {
    presence.founder.set("pekko://troupe@127.0.0.1:1");
    var waiting = starting("");
    await(() -> presence.asked.get() > 1);
    assertThat(waiting.toCompletableFuture()).isNotDone();
    presence.founder.set(null);

    var node = kept(waiting);
    awaitMembers(node, node);
  }

  @Test
  void who_was_too_slow_to_found_says_who_did_and_is_not_up() {
    presence.beforeConfirmation = () -> presence.founder.set("pekko://troupe@127.0.0.1:1");

    assertThatThrownBy(() -> starting("").toCompletableFuture().get(50, TimeUnit.SECONDS))
        .hasCauseInstanceOf(Node.NotJoined.class)
        .hasMessageContaining("pekko://troupe@127.0.0.1:1 did it meanwhile");
    assertThat(presence.nodes).isEmpty();
  }

  @Test
  void who_sees_another_founder_behind_showing_itself_is_not_up_and_not_seen() {
    var other = "pekko://troupe@127.0.0.1:1";
    presence.whileShowing = () -> presence.nodes.add(other);

    assertThatThrownBy(() -> starting("").toCompletableFuture().get(50, TimeUnit.SECONDS))
        .hasCauseInstanceOf(Node.NotJoined.class)
        .hasMessageContaining(other + " did it meanwhile");
    assertThat(presence.nodes).containsExactly(other);
  }

  @Test
  void a_node_that_nobody_takes_says_whom_it_asked() {
    presence.founder.set("pekko://troupe@127.0.0.1:1");

    assertThatThrownBy(() ->
            starting("troupe.node.start-timeout = 2s")
                .toCompletableFuture()
                .get(50, TimeUnit.SECONDS))
        .hasCauseInstanceOf(Node.NotJoined.class)
        .hasMessageContaining("it asked pekko://troupe@127.0.0.1:1.");
  }

  @Test
  void a_node_is_seen_while_it_is_up() throws Exception {
    var node = node("");
    assertThat(presence.nodes).containsExactly(address(node));

    nodes.remove(node);
    node.stop().toCompletableFuture().get(20, TimeUnit.SECONDS);
    assertThat(presence.nodes).isEmpty();
  }

  private CompletionStage<Node> starting(String settings) {
    return Node.start(
        NodeConfiguration.load(ConfigFactory.parseString(settings), null), _ -> presence);
  }

  private Node kept(CompletionStage<Node> starting) {
    var node = started(starting);
    nodes.add(node);
    return node;
  }

  private Node node(String settings) {
    var node = kept(starting(settings));
    // It shows itself a moment later than it is up.
    await(() -> presence.nodes.contains(address(node)));
    return node;
  }

  private static Node started(CompletionStage<Node> node) {
    try {
      return node.toCompletableFuture().get(50, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("the node is not up", e);
    }
  }

  private static String seeds(int own, int... ports) {
    var seeds =
        Arrays.stream(ports)
            .mapToObj("\"pekko://troupe@127.0.0.1:%d\""::formatted)
            .collect(Collectors.joining(", "));
    return """
    pekko.remote.artery.canonical.port = %d
    pekko.cluster.seed-nodes = [%s]
    pekko.cluster.seed-node-timeout = 500ms
    """
        .formatted(own, seeds);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String address(Node node) {
    return Cluster.get(node.system()).selfAddress().toString();
  }

  private static void await(BooleanSupplier holds) {
    var end = Instant.now().plusSeconds(30);
    while (!holds.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(end);
      assertThat(Thread.interrupted()).as("interrupted").isFalse();
      Thread.onSpinWait();
    }
  }

  /** What a node sees of its cluster comes a moment later than it is up, too. */
  private static void awaitMembers(Node node, Node... expected) {
    var addresses = Arrays.stream(expected).map(JoiningTest::address).collect(Collectors.toSet());
    await(() -> members(node).equals(addresses));
  }

  private static Set<String> members(Node node) {
    return StreamSupport.stream(
            Cluster.get(node.system()).state().getMembers().spliterator(), false)
        .map(Member::address)
        .map(Object::toString)
        .collect(Collectors.toSet());
  }
}
