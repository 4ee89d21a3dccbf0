package dev.troupe.agents.model.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.Node;
import dev.troupe.cluster.NodeConfiguration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.cluster.Cluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ClusterShareTest {
  private static Node node(String settings) throws Exception {
    return Node.start(NodeConfiguration.load(ConfigFactory.parseString(settings), null))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private static Node joining(Node seed) throws Exception {
    return node(
        "pekko.cluster.seed-nodes = [\"%s\"]".formatted(Cluster.get(seed.system()).selfAddress()));
  }

  private static void stop(Node node) throws Exception {
    node.stop().toCompletableFuture().get(40, TimeUnit.SECONDS);
  }

  private static CountDownLatch change(Share share) {
    var changed = new CountDownLatch(1);
    share.onChange(changed::countDown);
    return changed;
  }

  @Test
  void counts_the_members_as_they_come_and_go() throws Exception {
    var first = node("");
    try {
      var share = ClusterShare.of(first.system());
      assertThat(share.members()).isEqualTo(1);

      var came = change(share);
      var second = joining(first);
      assertThat(came.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(share.members()).isEqualTo(2);
      assertThat(ClusterShare.of(second.system()).members()).as("from the first").isEqualTo(2);

      var left = change(share);
      stop(second);
      assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(share.members()).isEqualTo(1);
    } finally {
      stop(first);
    }
  }
}
