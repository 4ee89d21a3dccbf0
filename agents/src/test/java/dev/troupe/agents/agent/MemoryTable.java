package dev.troupe.agents.agent;

import dev.troupe.persistence.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.pekko.util.ByteString;

/** A table that lasts as long as its test. */
final class MemoryTable implements Table {
  private final ConcurrentSkipListMap<String, ByteString> rows = new ConcurrentSkipListMap<>();

  @Override
  public CompletionStage<Void> put(String partition, String key, ByteString value) {
    rows.put(partition + "/" + key, value);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Void> putAll(String partition, List<Row> added) {
    added.forEach(row -> rows.put(partition + "/" + row.key(), row.value()));
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Optional<ByteString>> get(String partition, String key) {
    return CompletableFuture.completedStage(Optional.ofNullable(rows.get(partition + "/" + key)));
  }

  @Override
  public CompletionStage<List<Row>> scan(
      String partition, Optional<String> after, int limit, Order order) {
    throw new UnsupportedOperationException("the role catalog does not scan");
  }

  @Override
  public CompletionStage<Void> delete(String partition, List<String> keys) {
    new ArrayList<>(keys).forEach(key -> rows.remove(partition + "/" + key));
    return CompletableFuture.completedStage(null);
  }
}
