package dev.troupe.benchmark.knowledge;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.knowledge.Documents;
import dev.troupe.agents.knowledge.Embedder;
import dev.troupe.agents.knowledge.KnowledgeLibrary.Mode;
import dev.troupe.agents.knowledge.embedding.BgeSmallEmbedder;
import dev.troupe.agents.knowledge.local.KnowledgeSettings;
import dev.troupe.agents.knowledge.local.LocalKnowledgeBase;
import dev.troupe.persistence.Store;
import dev.troupe.persistence.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A collection searched in a node's replica and in Cassandra itself: recall, latency, memory and
 * disk of both. Makes its passages out of the sentences of any folder of Markdown and text files,
 * embeds them with the project's model, once, and starts a Cassandra of its own.
 *
 * <pre>
 * mvn -Pbenchmark -pl persistence/cassandra-server,supervisor/benchmark -am -DskipTests verify \
 *   -Dbenchmark.main=dev.troupe.benchmark.knowledge.KnowledgeBenchmark \
 *   -Djmh.args="FOLDER WORK [PASSAGES = 50000] [real | mixed = real]"
 * </pre>
 *
 * {@code WORK} is a folder for vectors, index and Cassandra; what it has is used again. {@code
 * mixed} embeds sentences only, and gives a passage the mean of its sentences' vectors: minutes
 * instead of an hour.
 */
public final class KnowledgeBenchmark {
  private static final String COLLECTION = "made-up";
  private static final int QUERIES = 200;

  private KnowledgeBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path texts = Path.of(arguments[0]);
    Path work = Files.createDirectories(Path.of(arguments[1]));
    int count = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 50_000;
    boolean mixed = arguments.length > 3 && arguments[3].equals("mixed");
    RecombinedPassages passages = RecombinedPassages.of(texts, count);
    List<String> queries = RecombinedPassages.queries(texts, QUERIES);
    try (var model = new BgeSmallEmbedder(2);
        var kept = new KeptVectors(work.resolve("vectors.bin"), model);
        var server = MeasuredServer.start(work.resolve("cassandra"))) {
      Embedder embedder = mixed ? new MixedVectors(kept) : kept;
      queries.forEach(embedder::embedQuery);
      server.say("empty");
      var system = ActorSystem.create(Behaviors.empty(), "benchmark", server.configuration());
      var store = Stores.get(system);
      measure(store, work, embedder, passages, queries, server);
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
    }
    Disk.say(work);
  }

  private static void measure(
      Store store,
      Path work,
      Embedder embedder,
      Documents passages,
      List<String> queries,
      MeasuredServer server)
      throws Exception {
    Questions exact;
    Heap.say("without an index");
    try (var base = open(store, work, embedder, "exact-up-to-passages = 10000000")) {
      Watch.time(
          "replica: passages to the store and to the index",
          () -> base.add("default", COLLECTION, passages, true, _ -> {}));
      Heap.say("with the replica");
      exact = Questions.ask(base, COLLECTION, queries, "replica, every vector compared");
    }
    server.say("with the passages");
    try (var base = open(store, work, embedder, "exact-up-to-passages = 0")) {
      Questions.ask(base, COLLECTION, queries, "replica, graph").compareTo(exact);
    }
    try (var base = open(store, work, embedder, "in = store")) {
      Watch.time(
          "store: passages to Cassandra's index",
          () -> base.search("default", List.of(COLLECTION), queries.getFirst(), 1));
      Heap.say("with the store's index");
      server.say("with its index");
      Questions.ask(base, COLLECTION, queries, "store").compareTo(exact);
      server.say("after the questions");
    }
  }

  private static LocalKnowledgeBase open(Store store, Path work, Embedder embedder, String search) {
    var settings =
        KnowledgeSettings.of(
            ConfigFactory.parseString("troupe.knowledge.search { %s }".formatted(search))
                .withFallback(ConfigFactory.load()));
    return LocalKnowledgeBase.open(
        store::table,
        store.searchTable(),
        Optional.of(work.resolve("index")),
        embedder,
        settings,
        Optional.of(Duration.ofSeconds(2)));
  }

  static List<Mode> modes() {
    return List.of(Mode.VECTOR, Mode.KEYWORD, Mode.HYBRID);
  }
}
