package dev.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.troupe.cluster.Presence;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * One row a node, in one partition, and one of who founds, which is given by a lightweight
 * transaction. Cassandra forgets a row that is not written again.
 */
final class CassandraPresence implements Presence {
  static final String NODES = "nodes";

  private static final String ALL = "all";
  private static final String SHOW =
      "INSERT INTO %s." + NODES + " (cluster, node) VALUES (?, ?) USING TTL ?";
  private static final String WITHDRAW =
      "DELETE FROM %s." + NODES + " WHERE cluster = ? AND node = ?";
  private static final String SEEN = "SELECT node FROM %s." + NODES + " WHERE cluster = ?";

  /** A row of its own in the table of claims, which are by shard. */
  private static final String FOUNDING = "founding";

  private static final String FOUND =
      "INSERT INTO %s."
          + Claims.CLAIMS
          + " (claimed, node) VALUES (?, ?) IF NOT EXISTS USING TTL ?";
  private static final String FOUND_ON =
      "UPDATE %s." + Claims.CLAIMS + " USING TTL ? SET node = ? WHERE claimed = ? IF node = ?";
  private static final String FOUNDED =
      "DELETE FROM %s." + Claims.CLAIMS + " WHERE claimed = ? IF node = ?";

  private final Cql cql;

  CassandraPresence(Cql cql) {
    this.cql = cql;
  }

  @Override
  public CompletionStage<Void> show(String node) {
    return cql.run(SHOW, ALL, node, seconds());
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

  @Override
  public CompletionStage<String> founder(String node) {
    return cql.refusing(FOUND, FOUNDING, node, seconds())
        .thenCompose(first ->
            first.isEmpty()
                ? CompletableFuture.completedStage(node)
                : other(first.get(), node)
                    .<CompletionStage<String>>map(CompletableFuture::completedStage)
                    .orElseGet(() -> goingOn(node)));
  }

  private CompletionStage<String> goingOn(String node) {
    return cql.refusing(FOUND_ON, seconds(), node, FOUNDING, node)
        .thenCompose(refusing ->
            refusing.isEmpty()
                ? CompletableFuture.completedStage(node)
                // It has faded between the two, or another has it by now: the next look tells.
                : CompletableFuture.failedStage(
                    new IllegalStateException("the right to found has just faded")));
  }

  private static Optional<String> other(Row row, String node) {
    return Optional.ofNullable(row.getString("node")).filter(holder -> !holder.equals(node));
  }

  @Override
  public CompletionStage<Void> founded(String node) {
    return cql.applied(FOUNDED, FOUNDING, node).thenAccept(_ -> {});
  }

  private static int seconds() {
    return (int) FADES.toSeconds();
  }
}
