package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.NodeConfiguration.InvalidConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTest {

  @Test
  void a_node_alone_comes_up_by_itself_and_leaves() throws Exception {
    var node = start(NodeConfiguration.load(ConfigFactory.empty(), null));

    // The view that Pekko keeps for readers hears of it a moment later than the callback.
    var patience = Instant.now().plusSeconds(10);
    while (!status(node).equals(MemberStatus.up()) && Instant.now().isBefore(patience)) {
      Thread.onSpinWait();
    }
    assertThat(status(node)).isEqualTo(MemberStatus.up());
    assertThat(node.system().dispatchers()).isNotNull();

    node.stop().toCompletableFuture().get(20, TimeUnit.SECONDS);
    assertThat(node.system().getWhenTerminated().toCompletableFuture()).isCompleted();
  }

  private static MemberStatus status(Node node) {
    return Cluster.get(node.system()).selfMember().status();
  }

  @Test
  void a_node_whose_seeds_are_silent_gives_up() {
    var config =
        NodeConfiguration.load(
            ConfigFactory.parseString(
                """
                troupe.node.start-timeout = 300ms
                pekko.cluster.seed-nodes = ["pekko://troupe@127.0.0.1:1"]
                """),
            null);

    assertThatThrownBy(() -> start(config))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(Node.NotJoined.class)
        .hasMessageContaining("pekko.cluster.seed-nodes = [pekko://troupe@127.0.0.1:1]");
  }

  @Test
  void the_program_wins_over_the_users_file_and_the_file_over_the_defaults(@TempDir Path folder)
      throws IOException {
    var file =
        Files.writeString(
            folder.resolve("user.conf"),
            "troupe.node.start-timeout = 7s\npekko.cluster.sharding.number-of-shards = 8");

    var config =
        NodeConfiguration.load(ConfigFactory.parseString("troupe.node.start-timeout = 3s"), file);

    assertThat(config.getDuration("troupe.node.start-timeout")).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.getInt("pekko.cluster.sharding.number-of-shards")).isEqualTo(8);
    assertThat(config.getString("pekko.actor.provider")).isEqualTo("cluster");
  }

  @Test
  void a_variable_wins_over_the_file_and_the_program_over_both(@TempDir Path folder)
      throws IOException {
    var file =
        Files.writeString(
            folder.resolve("user.conf"),
            "pekko.remote.artery.canonical { hostname = \"10.0.0.1\", port = 1 }");
    var variables =
        Map.of(
            "TROUPE_NODE_HOST", " 10.0.0.2 ",
            "TROUPE_NODE_PORT", "17355",
            "TROUPE_SEED_NODES", "pekko://troupe@a:1, pekko://troupe@b:2",
            "TROUPE_NODE_TLS_KEY", "",
            "PATH", "/bin");

    var config =
        NodeConfiguration.load(
            ConfigFactory.parseString("pekko.remote.artery.canonical.port = 3"), file, variables);

    assertThat(config.getString("pekko.remote.artery.canonical.hostname")).isEqualTo("10.0.0.2");
    assertThat(config.getInt("pekko.remote.artery.canonical.port")).isEqualTo(3);
    assertThat(config.getStringList("pekko.cluster.seed-nodes"))
        .containsExactly("pekko://troupe@a:1", "pekko://troupe@b:2");
    assertThat(config.getString("pekko.remote.artery.transport")).isEqualTo("tcp");
  }

  @Test
  void pins_the_defaults() {
    var config = NodeConfiguration.load(ConfigFactory.empty(), null);

    assertThat(config.getDuration("troupe.node.start-timeout")).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.getInt("pekko.cluster.sharding.number-of-shards")).isEqualTo(64);
    assertThat(config.getString("pekko.remote.artery.canonical.hostname")).isEqualTo("127.0.0.1");
    // Empty: it is bound where it is named, and nowhere else.
    assertThat(config.getString("pekko.remote.artery.bind.hostname")).isEmpty();
    assertThat(config.getBytes("pekko.remote.artery.advanced.maximum-frame-size"))
        .isEqualTo(1024 * 1024);
    assertThat(config.getBoolean("pekko.actor.allow-java-serialization")).isFalse();
  }

  @Test
  void names_the_place_of_a_fault_in_the_users_file(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("broken.conf"), "troupe {\n  node = [\n}");

    assertThatThrownBy(() -> NodeConfiguration.load(ConfigFactory.empty(), file))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("broken.conf");
    assertThatThrownBy(
            () -> NodeConfiguration.load(ConfigFactory.empty(), folder.resolve("absent.conf")))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("absent.conf")
        .hasMessageContaining("--config");
  }

  private static Node start(Config config) {
    return Node.start(config).toCompletableFuture().join();
  }
}
