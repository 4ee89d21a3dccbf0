package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.NodeConfiguration;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.cluster.Cluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
  @Test
  void whoever_is_taken_for_dead_by_its_cluster_says_that_it_has_ended(@TempDir Path data)
      throws Exception {
    var settings = ConfigFactory.parseMap(Map.of("troupe.store.directory", data.toString()));
    try (var engine = Engine.start(NodeConfiguration.load(settings, null))) {
      var ended = new CompletableFuture<Void>();
      engine.whenEnded(() -> ended.complete(null));
      assertThat(engine.hasEnded()).isFalse();

      var cluster = Cluster.get(engine.system());
      cluster.down(cluster.selfAddress());

      ended.get(60, TimeUnit.SECONDS);
      assertThat(engine.hasEnded()).isTrue();
    }
  }
}
