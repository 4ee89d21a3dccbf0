package dev.troupe.agents.knowledge.local;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.knowledge.InMemoryTables;
import dev.troupe.persistence.SearchTable;
import dev.troupe.persistence.Stores;
import dev.troupe.persistence.cassandra.SchemaMaker;
import dev.troupe.persistence.cassandra.server.CassandraServer;
import dev.troupe.persistence.cassandra.server.ServerPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What holds of a replica holds where a real Cassandra searches. */
class CassandraSearchIT extends StoreSearchTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir static Path data;
  private static CassandraServer server;
  private static ActorTestKit kit;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    var jars = Path.of(System.getProperty("troupe.cassandra.server", "missing"));
    server = CassandraServer.start(ServerPlan.onLoopback(jars, data, 512, ServerPlan.SHORT_LIVED));
    server.awaitReady(PATIENCE);
    var config =
        ConfigFactory.parseMap(
                Map.of(
                    "troupe.store.kind", "cassandra",
                    "troupe.cassandra.contact-points", List.of(server.contactPoint()),
                    "troupe.cassandra.events-by-tag.pubsub-notification", "off",
                    "troupe.cassandra.driver.basic.request.timeout", "30s"))
            .withFallback(ConfigFactory.defaultReferenceUnresolved())
            .resolve();
    SchemaMaker.apply(config, _ -> {});
    kit = ActorTestKit.create(config);
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
    server.close();
  }

  /** Tables that live as long as a test find what is theirs in a Cassandra that lives on. */
  @Override
  SearchTable searched(InMemoryTables stored) {
    return new Own(Stores.get(kit.system()).searchTable().orElseThrow(), stored.name() + "/");
  }

  private record Own(SearchTable all, String prefix) implements SearchTable {
    private Filter own(Filter filter) {
      return new Filter(prefix + filter.scope(), filter.group(), filter.kind());
    }

    @Override
    public CompletionStage<Void> putAll(String scope, List<Entry> entries) {
      return all.putAll(prefix + scope, entries);
    }

    @Override
    public CompletionStage<Void> delete(String scope, List<String> keys) {
      return all.delete(prefix + scope, keys);
    }

    @Override
    public CompletionStage<List<Hit>> nearest(Filter filter, float[] vector, int limit) {
      return all.nearest(own(filter), vector, limit);
    }

    @Override
    public CompletionStage<List<Hit>> heaviest(Filter filter, String word, int limit) {
      return all.heaviest(own(filter), word, limit);
    }

    @Override
    public CompletionStage<Long> count(String scope, String word) {
      return all.count(prefix + scope, word);
    }

    @Override
    public CompletionStage<Map<String, Map<String, Float>>> words(String scope, List<String> keys) {
      return all.words(prefix + scope, keys);
    }
  }
}
