package dev.troupe.faults;

import static java.util.stream.Collectors.joining;

import dev.troupe.faults.Network.Host;
import dev.troupe.journey.Program;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A Cassandra, a model server and three nodes, each on a host of its own. */
final class Fleet implements AutoCloseable {
  static final int NODES = 3;

  private final Path folder;
  private final Network network;
  private final Build build;
  private final ModelsOnHost models;
  private final CassandraOnHost cassandra;
  private final List<Node> nodes;

  private Fleet(Path folder, Network network, Build build) {
    this.folder = folder;
    this.network = network;
    this.build = build;
    this.models = new ModelsOnHost(network.host("ml"), folder);
    this.cassandra = new CassandraOnHost(network.host("cs"), folder);
    this.nodes =
        IntStream.rangeClosed(1, NODES)
            .mapToObj(number -> new Node(network.host("n" + number), folder, build))
            .toList();
  }

  /** All of it; nodes still have to find together. */
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
    models.awaitStart();
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
    troupe.models.providers.lab { kind = openai, base-url = "%s", stream = false }
    troupe.roles.plain { instructions = Work., model = lab/m-1, limits.timeout = 10 seconds }
    troupe.roles.finder { instructions = Find., model = lab/m-1, limits.timeout = 10 seconds, tools = [publish_finding] }
    %s
    """
        .formatted(
            cassandra.host().address(),
            CassandraHost.PORT,
            host.address(),
            Node.HTTP_PORT,
            host.address(),
            Node.REMOTE_PORT,
            nodes.stream().map(Fleet::seed).collect(joining(", ")),
            models.url().resolve("/v1"),
            build.settings());
  }

  private static String seed(Node node) {
    return "\"pekko://troupe@%s:%d\"".formatted(node.host().address(), Node.REMOTE_PORT);
  }

  Network network() {
    return network;
  }

  ModelsOnHost models() {
    return models;
  }

  CassandraOnHost cassandra() {
    return cassandra;
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
      cassandra.close();
      models.close();
    } finally {
      network.close();
    }
  }
}
