package dev.troupe.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.faults.Network.Host;
import dev.troupe.journey.Client;
import dev.troupe.journey.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A Cassandra, a model server and three nodes, each on a host of its own. */
final class Fleet implements AutoCloseable {
  static final int NODES = 3;
  private static final int MODELS_PORT = 8000;
  private static final long LATENCY_MILLIS = 300;
  private static final Duration CASSANDRA_STARTS_WITHIN = Duration.ofMinutes(5);
  private static final Duration CASSANDRA_ENDS_WITHIN = Duration.ofSeconds(60);
  private static final Duration SCHEMA_WITHIN = Duration.ofMinutes(2);

  private final Path folder;
  private final Network network;
  private final Build build;
  private final HttpClient http = HttpClient.newHttpClient();
  private final HostedProcess models;
  private final List<Node> nodes;
  private HostedProcess cassandra;
  private ProcessHandle cassandraServer;

  private Fleet(Path folder, Network network, Build build) {
    this.folder = folder;
    this.network = network;
    this.build = build;
    this.models =
        HostedProcess.start(
            modelsHost()
                .run(
                    java(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    ScriptedModels.class.getName(),
                    modelsHost().address(),
                    Integer.toString(MODELS_PORT),
                    ledger().toString(),
                    Long.toString(LATENCY_MILLIS)),
            Map.of(),
            folder.resolve("models.log"));
    this.cassandra = startCassandra();
    this.cassandraServer = awaitCassandra();
    this.nodes =
        IntStream.rangeClosed(1, NODES)
            .mapToObj(number -> new Node(network.host("n" + number), folder, build))
            .toList();
  }

  /** All of it, once every node sees every other. */
  static Fleet start(Path folder, Build build) {
    var network = Network.of("n1", "n2", "n3", "cs", "ml");
    try {
      var fleet = new Fleet(folder, network, build);
      fleet.begin();
      return fleet;
    } catch (AssertionError | RuntimeException failed) {
      ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
      network.close();
      throw failed;
    }
  }

  private void begin() {
    models.awaitLine("listening", SCHEMA_WITHIN);
    for (var node : nodes) {
      node.configure(settings(node.host()));
    }
    try (var schema =
        Program.start(folder, "schema", "apply", "--config=" + nodes.getFirst().file())) {
      if (schema.await() != 0) {
        throw new AssertionError("no tables: " + schema.errors());
      }
    }
    nodes.forEach(Node::start);
  }

  private String settings(Host host) {
    return """
    troupe.store.kind = cassandra
    troupe.cassandra.contact-points = ["%s:%d"]
    troupe.http { host = "%s", port = %d, trust-network = "i-know-this-network-is-trusted" }
    pekko.remote.artery.canonical { hostname = "%s", port = %d }
    pekko.cluster.seed-nodes = [%s]
    troupe.node.start-timeout = 90s
    troupe.models.providers.lab { kind = openai, base-url = "http://%s:%d/v1", stream = false }
    troupe.roles.plain { instructions = Work., model = lab/m-1, limits.timeout = 10 seconds }
    troupe.roles.finder { instructions = Find., model = lab/m-1, limits.timeout = 10 seconds, tools = [publish_finding] }
    %s
    """
        .formatted(
            cassandraHost().address(),
            CassandraHost.PORT,
            host.address(),
            Node.HTTP_PORT,
            host.address(),
            Node.REMOTE_PORT,
            IntStream.rangeClosed(1, NODES)
                .mapToObj(number ->
                    "\"pekko://troupe@%s:%d\""
                        .formatted(network.host("n" + number).address(), Node.REMOTE_PORT))
                .collect(java.util.stream.Collectors.joining(", ")),
            modelsHost().address(),
            MODELS_PORT,
            build.settings());
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  Host cassandraHost() {
    return network.host("cs");
  }

  Host modelsHost() {
    return network.host("ml");
  }

  Network network() {
    return network;
  }

  List<Node> nodes() {
    return nodes;
  }

  /** Those that are to be there. */
  List<Node> wanted() {
    return nodes.stream().filter(Node::isWanted).toList();
  }

  List<URI> urls() {
    return nodes.stream().map(Node::url).toList();
  }

  private Path ledger() {
    return folder.resolve("ledger.jsonl");
  }

  /** What the model server has answered, by its own account. */
  List<Evidence.Answered> answered() {
    try {
      return Files.readAllLines(ledger()).stream().map(Client::json).map(Fleet::answered).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Evidence.Answered answered(JsonNode line) {
    var key = line.path("key").asText();
    return new Evidence.Answered(
        key,
        key.substring(0, Math.max(0, key.indexOf(':'))),
        java.time.Instant.parse(line.path("at").asText()));
  }

  void failModels(String kind) {
    var request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://%s:%d/fault/%s".formatted(modelsHost().address(), MODELS_PORT, kind)))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      var status = http.send(request, BodyHandlers.discarding()).statusCode();
      if (status != 204) {
        throw new AssertionError("the models were to fail, and answered " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What stands in Cassandra. */
  RawJournal journal() {
    return RawJournal.at(cassandraHost().address(), CassandraHost.PORT);
  }

  void signalCassandra(String name) {
    HostedProcess.signal(cassandraServer, name);
  }

  /** Ended by a signal, and its process gone. */
  void stopCassandra(String signal) {
    signalCassandra(signal);
    try {
      cassandraServer.onExit().get(CASSANDRA_ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError("Cassandra does not end", e);
    }
    cassandra.close();
  }

  /** Returns when it takes clients. */
  void restartCassandra() {
    cassandra = startCassandra();
    cassandraServer = awaitCassandra();
  }

  private HostedProcess startCassandra() {
    return HostedProcess.start(
        cassandraHost()
            .run(
                java(),
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                CassandraHost.class.getName(),
                cassandraHost().address(),
                folder.resolve("cassandra").toString(),
                Program.root().resolve("persistence/cassandra-server/target/lib").toString()),
        Map.of(),
        folder.resolve("cassandra.log"));
  }

  private ProcessHandle awaitCassandra() {
    var pid = cassandra.awaitLine("ready ", CASSANDRA_STARTS_WITHIN);
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  /** Empty once every wanted node sees all of them, and nobody else; else what is missing. */
  Optional<String> unsettled() {
    var wanted = wanted();
    for (var node : wanted) {
      var seen = node.membersUp();
      if (seen != wanted.size()) {
        return Optional.of("%s sees %d members up".formatted(node.host().name(), seen));
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    try {
      nodes.forEach(Node::close);
      cassandraServer.destroyForcibly();
      cassandra.close();
      models.close();
    } finally {
      http.shutdownNow();
      network.close();
    }
  }
}
