package dev.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.metadata.schema.ColumnMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.datastax.oss.driver.api.core.type.DataTypes;
import dev.troupe.persistence.StoreFailure;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a node's role may do in Cassandra: read and write its own keyspace, and nothing else. */
public final class Privileges {
  private final CassandraSettings settings;

  Privileges(CassandraSettings settings) {
    this.settings = settings;
  }

  /** CQL, one statement each, without semicolons, for whoever may grant. */
  public static List<String> grants(CassandraSettings settings, String role) {
    return Stream.of("SELECT", "MODIFY")
        .map(privilege ->
            "GRANT %s ON KEYSPACE %s TO \"%s\""
                .formatted(privilege, settings.keyspace(), role.replace("\"", "\"\"")))
        .toList();
  }

  /**
   * Whether each table can be read and written, by a row that nobody has.
   *
   * @return fails with {@link StoreFailure.Refused} for the first that may not; what Cassandra
   *     fails at otherwise says nothing of privileges
   */
  CompletionStage<Void> check(CqlSession session) {
    var tables =
        session
            .getMetadata()
            .getKeyspace(settings.keyspace())
            .map(keyspace -> List.copyOf(keyspace.getTables().values()))
            .orElse(List.of());
    return CompletableFuture.allOf(
        tables.stream()
            .flatMap(table ->
                Stream.of(
                    "SELECT * FROM %s.%s WHERE %s LIMIT 1"
                        .formatted(settings.keyspace(), table.getName(), nobodys(table)),
                    // Older than everything, should such a row ever be.
                    "DELETE FROM %s.%s USING TIMESTAMP 1 WHERE %s"
                        .formatted(settings.keyspace(), table.getName(), nobodys(table))))
            .map(statement -> allowed(session, statement).toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  private CompletionStage<Void> allowed(CqlSession session, String statement) {
    return session
        .executeAsync(statement)
        .handle((_, failure) -> {
          if (failure != null && Cql.cause(failure) instanceof UnauthorizedException refused) {
            throw refused(settings, refused);
          }
          return null;
        });
  }

  static StoreFailure.Refused refused(CassandraSettings settings, UnauthorizedException refused) {
    return new StoreFailure.Refused(
        settings.contactPoints().toString(),
        String.valueOf(refused.getMessage()),
        "Have it granted: `troupe schema print --role ROLE` prints what a node's role needs; whoever makes tables needs CREATE.",
        refused);
  }

  private static String nobodys(TableMetadata table) {
    return table.getPartitionKey().stream()
        .map(column -> "%s = %s".formatted(column.getName(), nobody(column)))
        .collect(Collectors.joining(" AND "));
  }

  private static String nobody(ColumnMetadata column) {
    return column.getType().equals(DataTypes.TEXT) ? "'-'" : "-1";
  }
}
