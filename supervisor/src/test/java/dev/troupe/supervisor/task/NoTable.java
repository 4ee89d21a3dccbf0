package dev.troupe.supervisor.task;

import dev.troupe.persistence.Table;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;

/** Takes everything, holds at most one content: what is compiled stays in memory. */
final class NoTable implements Table {
  private final CompletableFuture<Optional<ByteString>> content;

  NoTable() {
    this(CompletableFuture.completedFuture(Optional.empty()));
  }

  NoTable(CompletableFuture<Optional<ByteString>> content) {
    this.content = content;
  }

  @Override
  public CompletionStage<Void> put(String partition, String key, ByteString value) {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Void> putAll(String partition, List<Row> rows) {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Optional<ByteString>> get(String partition, String key) {
    return content;
  }

  @Override
  public CompletionStage<List<Row>> scan(
      String partition, Optional<String> after, int limit, Order order) {
    return CompletableFuture.completedStage(List.of());
  }

  @Override
  public CompletionStage<Void> delete(String partition, List<String> keys) {
    return CompletableFuture.completedStage(null);
  }
}
