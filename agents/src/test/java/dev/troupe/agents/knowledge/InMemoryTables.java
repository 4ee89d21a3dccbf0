package dev.troupe.agents.knowledge;

import dev.troupe.persistence.SearchTable;
import dev.troupe.persistence.StoreFailure;
import dev.troupe.persistence.Table;
import dev.troupe.persistence.TestTable;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Tables that live as long as a test; can be told to fail after a number of writes. */
public final class InMemoryTables {
  private final Map<String, Table> tables = new ConcurrentHashMap<>();
  private final SearchTable search = new InMemorySearch(this::index);
  private final String name = UUID.randomUUID().toString();
  private int busy;
  private int writesLeft = Integer.MAX_VALUE;

  public Table table(String name) {
    return tables.computeIfAbsent(
        name,
        _ ->
            new TestTable() {
              @Override
              protected CompletionStage<Void> write(Runnable change) {
                return InMemoryTables.this.write(() -> super.write(change));
              }
            });
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

  /** So many of the next writes to what the store searches find it busy. */
  public void busyFor(int writes) {
    busy = writes;
  }

  private CompletionStage<Void> index(Runnable change) {
    synchronized (tables) {
      if (busy > 0) {
        busy--;
        return CompletableFuture.failedFuture(
            new StoreFailure.Unavailable("there", "a write took too long", null));
      }
      return write(change);
    }
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
}
