package dev.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import dev.troupe.persistence.Names;
import dev.troupe.persistence.Table;
import dev.troupe.persistence.TablePartition;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** Each partition of a table as one of Cassandra's, which keeps its keys by their UTF-8 bytes. */
final class CassandraTable implements Table {
  static final String ROWS = "table_rows";

  private static final String PUT =
      "INSERT INTO %s." + ROWS + " (table_name, partition, key, value) VALUES (?, ?, ?, ?)";
  private static final String OF_PARTITION =
      " FROM %s." + ROWS + " WHERE table_name = ? AND partition = ?";
  private static final String GET = "SELECT value" + OF_PARTITION + " AND key = ?";
  private static final String DELETE = "DELETE" + OF_PARTITION + " AND key = ?";
  private static final String SCAN = "SELECT key, value" + OF_PARTITION;
  private static final String DESCENDING = " ORDER BY key DESC";

  private static final String PARTITIONS = "SELECT DISTINCT table_name, partition FROM %s." + ROWS;

  private final String name;
  private final Cql cql;

  CassandraTable(String name, Cql cql) {
    this.name = Names.checked("table name", name);
    this.cql = cql;
  }

  /** Walks all partitions, which Cassandra keeps by their hash. */
  static CompletionStage<List<TablePartition>> partitions(Cql cql) {
    return cql.rows(
            Integer.MAX_VALUE,
            row ->
                new TablePartition(
                    String.valueOf(row.getString("table_name")),
                    String.valueOf(row.getString("partition"))),
            PARTITIONS)
        .thenApply(found ->
            found.stream()
                .sorted(
                    Comparator.comparing(TablePartition::table)
                        .thenComparing(TablePartition::partition))
                .toList());
  }

  @Override
  public CompletionStage<Void> put(String partition, String key, ByteString value) {
    return cql.run(PUT, name, checked(partition), key, value.asByteBuffer());
  }

  @Override
  public CompletionStage<Void> putAll(String partition, List<Row> rows) {
    return together(
        rows.stream()
            .map(row ->
                cql.bound(PUT, name, checked(partition), row.key(), row.value().asByteBuffer()))
            .toList());
  }

  @Override
  public CompletionStage<Optional<ByteString>> get(String partition, String key) {
    return cql.rows(1, row -> bytes(row.getByteBuffer("value")), GET, name, checked(partition), key)
        .thenApply(found -> found.stream().findFirst());
  }

  @Override
  public CompletionStage<List<Row>> scan(
      String partition, Optional<String> after, int limit, Order order) {
    checked(partition);
    if (limit == 0) {
      return CompletableFuture.completedStage(List.of());
    }
    var behind = order == Order.ASCENDING ? " AND key > ?" : " AND key < ?";
    var statement =
        SCAN
            + (after.isPresent() ? behind : "")
            + (order == Order.ASCENDING ? "" : DESCENDING)
            + " LIMIT ?";
    return cql.rows(
        limit,
        CassandraTable::row,
        statement,
        after
            .<Object[]>map(last -> new Object[] {name, partition, last, limit})
            .orElseGet(() -> new Object[] {name, partition, limit}));
  }

  @Override
  public CompletionStage<Void> delete(String partition, List<String> keys) {
    return together(
        keys.stream().map(key -> cql.bound(DELETE, name, checked(partition), key)).toList());
  }

  private CompletionStage<Void> together(List<CompletionStage<BoundStatement>> statements) {
    return statements.isEmpty()
        ? CompletableFuture.runAsync(() -> {}, Runnable::run)
        : cql.together(statements);
  }

  private static Row row(com.datastax.oss.driver.api.core.cql.Row row) {
    return new Row(String.valueOf(row.getString("key")), bytes(row.getByteBuffer("value")));
  }

  private static ByteString bytes(@Nullable ByteBuffer value) {
    return value == null ? ByteString.emptyByteString() : ByteString.fromByteBuffer(value);
  }

  private static String checked(String partition) {
    return Names.checked("partition", partition);
  }
}
