package dev.troupe.agents.model.budget;

import dev.troupe.persistence.Table;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.util.ByteString;

/** Rows in memory; while it is held, writes are not durable until they are let through. */
final class GatedTable implements Table {
  private final Map<String, ByteString> rows = new ConcurrentHashMap<>();
  private final Deque<Runnable> held = new ArrayDeque<>();
  private boolean isHeld;
  private int writes;
  private int reads;

  synchronized void hold() {
    isHeld = true;
  }

  synchronized void letThrough() {
    isHeld = false;
    held.forEach(Runnable::run);
    held.clear();
  }

  synchronized int heldWrites() {
    return held.size();
  }

  synchronized int writes() {
    return writes;
  }

  Account stored(AccountId id) {
    var row = rows.get(id.tenant() + "/" + id.row());
    return row == null ? Account.EMPTY : AccountRow.read(row).account();
  }

  @Override
  public synchronized CompletionStage<Void> put(String partition, String key, ByteString value) {
    var done = new CompletableFuture<Void>();
    Runnable write =
        () -> {
          rows.put(partition + "/" + key, value);
          writes++;
          done.complete(null);
        };
    if (isHeld) {
      held.add(write);
    } else {
      write.run();
    }
    return done;
  }

  synchronized int reads() {
    return reads;
  }

  @Override
  public synchronized CompletionStage<Optional<ByteString>> get(String partition, String key) {
    reads++;
    return CompletableFuture.completedStage(Optional.ofNullable(rows.get(partition + "/" + key)));
  }

  @Override
  public CompletionStage<Void> putAll(String partition, List<Row> added) {
    throw new UnsupportedOperationException("an account is one row");
  }

  @Override
  public CompletionStage<List<Row>> scan(
      String partition, Optional<String> after, int limit, Order order) {
    throw new UnsupportedOperationException("accounts are not scanned");
  }

  @Override
  public CompletionStage<Void> delete(String partition, List<String> keys) {
    throw new UnsupportedOperationException("accounts are kept");
  }
}
