package dev.troupe.persistence.cassandra;

import dev.troupe.cluster.Presence;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** One row a node, in one partition; Cassandra forgets a row that is not written again. */
final class CassandraPresence implements Presence {
  static final String NODES = "nodes";

  private static final String ALL = "all";
  private static final String SHOW =
      "INSERT INTO %s." + NODES + " (cluster, node) VALUES (?, ?) USING TTL ?";
  private static final String WITHDRAW =
      "DELETE FROM %s." + NODES + " WHERE cluster = ? AND node = ?";
  private static final String SEEN = "SELECT node FROM %s." + NODES + " WHERE cluster = ?";

  private final Cql cql;

  CassandraPresence(Cql cql) {
    this.cql = cql;
  }

  @Override
  public CompletionStage<Void> show(String node) {
    return cql.run(SHOW, ALL, node, (int) FADES.toSeconds());
  }

  @Override
  public CompletionStage<Void> withdraw(String node) {
    return cql.run(WITHDRAW, ALL, node);
  }

  @Override
  public CompletionStage<Set<String>> seen() {
    return cql.rows(
            Integer.MAX_VALUE, row -> Objects.requireNonNull(row.getString("node")), SEEN, ALL)
        .thenApply(nodes -> nodes.stream().collect(Collectors.toUnmodifiableSet()));
  }
}
