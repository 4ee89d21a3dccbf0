package dev.troupe.agents.knowledge;

import dev.troupe.persistence.SearchTable;
import dev.troupe.persistence.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;

/** Tables that live as long as a test; can be told to fail after a number of writes. */
public final class InMemoryTables {
  private final Map<String, Map<String, NavigableMap<String, ByteString>>> tables = new HashMap<>();
  private final SearchTable search = new InMemorySearch(this::write);
  private final String name = UUID.randomUUID().toString();
  private int writesLeft = Integer.MAX_VALUE;

  public Table table(String name) {
    return new InMemoryTable(name);
  }

  /** Of these tables alone. */
  public String name() {
    return name;
  }

  public SearchTable searchTable() {
    return search;
  }

  public void failAfterWrites(int writes) {
    writesLeft = writes;
  }

  public void recover() {
    writesLeft = Integer.MAX_VALUE;
  }

  private CompletionStage<Void> write(Runnable change) {
    synchronized (tables) {
      if (writesLeft <= 0) {
        return CompletableFuture.failedFuture(new IllegalStateException("the disk is full"));
      }
      writesLeft--;
      change.run();
      return CompletableFuture.completedFuture(null);
    }
  }

  private final class InMemoryTable implements Table {
    private final String name;

    InMemoryTable(String name) {
      this.name = name;
    }

    private NavigableMap<String, ByteString> rows(String partition) {
      return tables
          .computeIfAbsent(name, _ -> new HashMap<>())
          .computeIfAbsent(partition, _ -> new TreeMap<>());
    }

    @Override
    public CompletionStage<Void> put(String partition, String key, ByteString value) {
      return write(() -> rows(partition).put(key, value));
    }

    @Override
    public CompletionStage<Void> putAll(String partition, List<Row> added) {
      return write(() -> added.forEach(row -> rows(partition).put(row.key(), row.value())));
    }

    @Override
    public CompletionStage<Optional<ByteString>> get(String partition, String key) {
      synchronized (tables) {
        return CompletableFuture.completedFuture(Optional.ofNullable(rows(partition).get(key)));
      }
    }

    @Override
    public CompletionStage<List<Row>> scan(
        String partition, Optional<String> after, int limit, Order order) {
      synchronized (tables) {
        NavigableMap<String, ByteString> ordered =
            order == Order.ASCENDING ? rows(partition) : rows(partition).descendingMap();
        NavigableMap<String, ByteString> rest =
            after.map(key -> ordered.tailMap(key, false)).orElse(ordered);
        return CompletableFuture.completedFuture(
            rest.entrySet().stream()
                .limit(limit)
                .map(row -> new Row(row.getKey(), row.getValue()))
                .toList());
      }
    }

    @Override
    public CompletionStage<Void> delete(String partition, List<String> keys) {
      return write(() -> keys.forEach(rows(partition)::remove));
    }
  }
}
