package dev.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import dev.troupe.persistence.StoreFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One keyspace's statements: prepared once, run with the profile of our own tables, and their
 * failures in our own words. In a statement {@code %s} stands for the keyspace.
 */
final class Cql {
  private static final String PROFILE = "troupe";
  private static final String SEARCHING = "troupe-search";

  private final CompletionStage<CqlSession> session;
  private final CassandraSettings settings;
  private final String profile;

  /** By their text; a handful, since values are never part of it. */
  private final Map<String, CompletableFuture<PreparedStatement>> prepared;

  Cql(CompletionStage<CqlSession> session, CassandraSettings settings) {
    this(session, settings, PROFILE, new ConcurrentHashMap<>());
  }

  private Cql(
      CompletionStage<CqlSession> session,
      CassandraSettings settings,
      String profile,
      Map<String, CompletableFuture<PreparedStatement>> prepared) {
    this.session = session;
    this.settings = settings;
    this.profile = profile;
    this.prepared = prepared;
  }

  /** The same for what may take longer than a row's reading or writing. */
  Cql searching() {
    return new Cql(session, settings, SEARCHING, prepared);
  }

  CompletionStage<Void> run(String statement, Object... values) {
    return bound(statement, values).thenCompose(this::execute).thenAccept(_ -> {});
  }

  CompletionStage<Void> run(Statement<?> statement) {
    return execute(statement).thenAccept(_ -> {});
  }

  /** Runs a lightweight transaction, once: whether its condition held. */
  CompletionStage<Boolean> applied(String statement, Object... values) {
    return bound(statement, values)
        .thenCompose(bound -> execute(bound.setIdempotent(false)))
        .thenApply(AsyncResultSet::wasApplied);
  }

  /** The same: the row that its condition did not hold for, if so. */
  CompletionStage<Optional<Row>> refusing(String statement, Object... values) {
    return bound(statement, values)
        .thenCompose(bound -> execute(bound.setIdempotent(false)))
        .thenApply(
            result -> result.wasApplied() ? Optional.empty() : Optional.ofNullable(result.one()));
  }

  CompletionStage<BoundStatement> bound(String statement, Object... values) {
    return named(prepared(statement).thenApply(known -> known.bind(values)));
  }

  /** What could not be prepared is tried again by whoever asks next. */
  private CompletionStage<PreparedStatement> prepared(String statement) {
    @Nullable CompletableFuture<PreparedStatement> known = prepared.get(statement);
    return known != null && !known.isCompletedExceptionally()
        ? known
        : prepared.compute(
            statement,
            (_, last) ->
                last != null && !last.isCompletedExceptionally() ? last : prepare(statement));
  }

  private CompletableFuture<PreparedStatement> prepare(String statement) {
    return session
        .thenCompose(open -> open.prepareAsync(statement.formatted(settings.keyspace())))
        .toCompletableFuture();
  }

  /** All or none: the statements write to one partition. */
  CompletionStage<Void> together(List<CompletionStage<BoundStatement>> statements) {
    return batch(BatchType.UNLOGGED, statements);
  }

  /** All, if late, or none: wherever they write. Each says its time itself. */
  CompletionStage<Void> allOrNone(List<CompletionStage<BoundStatement>> statements) {
    return batch(BatchType.LOGGED, statements);
  }

  private CompletionStage<Void> batch(
      BatchType type, List<CompletionStage<BoundStatement>> statements) {
    CompletionStage<BatchStatement> batch =
        CompletableFuture.completedStage(BatchStatement.newInstance(type));
    for (var statement : statements) {
      batch = batch.thenCombine(statement, BatchStatement::add);
    }
    return batch.thenCompose(this::run);
  }

  /** At most {@code limit} rows, which the statement need not bound itself. */
  <T> CompletionStage<List<T>> rows(
      int limit, Function<Row, T> reading, String statement, Object... values) {
    return bound(statement, values)
        .thenCompose(this::execute)
        .thenCompose(page -> collected(page, limit, reading, new ArrayList<>()));
  }

  /** The same as one copy of each row has them, for what Cassandra reads in no other way. */
  <T> CompletionStage<List<T>> rowsOfOneCopy(
      int limit, Function<Row, T> reading, String statement, Object... values) {
    return bound(statement, values)
        .thenCompose(bound -> execute(bound.setConsistencyLevel(DefaultConsistencyLevel.LOCAL_ONE)))
        .thenCompose(page -> collected(page, limit, reading, new ArrayList<>()));
  }

  private <T> CompletionStage<List<T>> collected(
      AsyncResultSet page, int limit, Function<Row, T> reading, List<T> rows) {
    for (var row : page.currentPage()) {
      if (rows.size() == limit) {
        break;
      }
      rows.add(reading.apply(row));
    }
    return rows.size() == limit || !page.hasMorePages()
        ? CompletableFuture.completedStage(rows)
        : named(page.fetchNextPage()).thenCompose(next -> collected(next, limit, reading, rows));
  }

  private CompletionStage<AsyncResultSet> execute(Statement<?> statement) {
    return named(
        session.thenCompose(open -> open.executeAsync(statement.setExecutionProfileName(profile))));
  }

  private <T> CompletionStage<T> named(CompletionStage<T> stage) {
    return stage.exceptionally(failure -> {
      throw named(failure);
    });
  }

  private RuntimeException named(Throwable failure) {
    var cause = cause(failure);
    return switch (cause) {
      case StoreFailure known -> known;
      case UnauthorizedException refused -> Privileges.refused(settings, refused);
      case DriverException other ->
          new StoreFailure.Unavailable(
              settings.contactPoints().toString(), String.valueOf(other.getMessage()), other);
      default -> new CompletionException(cause);
    };
  }

  /** What a stage has failed with, without the wrapping of the stages behind it. */
  static Throwable cause(Throwable failure) {
    @Nullable Throwable inner = failure.getCause();
    return failure instanceof CompletionException && inner != null ? inner : failure;
  }
}
