package dev.troupe.http.trial;

import com.typesafe.config.ConfigUtil;
import dev.troupe.persistence.cassandra.server.ServerPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who runs where.
 *
 * @param home the folder with the launcher
 * @param data everything that is written lies in here
 * @param userFile the configuration that all nodes share
 * @param plugins the folder whose jars all nodes load
 */
public record ClusterPlan(
    Path home,
    Path data,
    Optional<Path> userFile,
    Optional<Path> plugins,
    ServerPlan cassandra,
    List<NodePlan> nodes) {

  /**
   * One node: a loopback address, and the ports that it listens on there.
   *
   * @param number from 1
   */
  public record NodePlan(int number, String address, int httpPort, int remotePort) {
    public String name() {
      return "node-" + number;
    }
  }

  Path file(NodePlan node) {
    return data.resolve(node.name() + ".conf");
  }

  Path directory(NodePlan node) {
    return data.resolve(node.name());
  }

  /** What a node of this cluster is started with; `serve --config` takes it as it is. */
  String configuration(NodePlan node) {
    var seeds =
        nodes.stream()
            .map(seed -> "\"pekko://troupe@%s:%d\"".formatted(seed.address(), seed.remotePort()))
            .collect(Collectors.joining(", "));
    return """
    # Written by `troupe cluster` at each start.
    %s
    %s
    troupe.store.kind = cassandra
    troupe.cassandra.contact-points = ["%s:%d"]
    troupe.http { host = "%s", port = %d }
    pekko.remote.artery.canonical { hostname = "%s", port = %d }
    pekko.cluster.seed-nodes = [%s]
    # Several JVMs start at once here.
    troupe.node.start-timeout = 90s
    """
        .formatted(
            userFile
                .map(file ->
                    "include required(file(%s))"
                        .formatted(ConfigUtil.quoteString(file.toAbsolutePath().toString())))
                .orElse(""),
            plugins
                .map(folder ->
                    "troupe.plugins.folder = "
                        + ConfigUtil.quoteString(folder.toAbsolutePath().toString()))
                .orElse(""),
            cassandra.address(),
            cassandra.port(),
            node.address(),
            node.httpPort(),
            node.address(),
            node.remotePort(),
            seeds);
  }
}
