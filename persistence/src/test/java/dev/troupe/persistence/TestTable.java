package dev.troupe.persistence;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.util.ByteString;

/** Rows that live as long as a test; can be told to fail, and to hold back what is written. */
public class TestTable implements Table {
  private final Map<String, NavigableMap<String, ByteString>> rows = new ConcurrentHashMap<>();
  private final Deque<Runnable> held = new ArrayDeque<>();
  private Optional<RuntimeException> failure = Optional.empty();
  private boolean isHeld;
  private int writes;
  private int reads;

  /** From now on each answer is this. */
  public final synchronized void failWith(RuntimeException thrown) {
    failure = Optional.of(thrown);
  }

  public final synchronized void recover() {
    failure = Optional.empty();
  }

  /** Writes from now on are not durable until they are let through. */
  public final synchronized void hold() {
    isHeld = true;
  }

  public final synchronized void letThrough() {
    isHeld = false;
    held.forEach(Runnable::run);
    held.clear();
  }

  public final synchronized int heldWrites() {
    return held.size();
  }

  /** Those that were let through. */
  public final synchronized int writes() {
    return writes;
  }

  public final synchronized int reads() {
    return reads;
  }

  @Override
  public CompletionStage<Void> put(String partition, String key, ByteString value) {
    return putAll(partition, List.of(new Row(key, value)));
  }

  @Override
  public CompletionStage<Void> putAll(String partition, List<Row> added) {
    return write(() -> added.forEach(row -> of(partition).put(row.key(), row.value())));
  }

  @Override
  public CompletionStage<Void> delete(String partition, List<String> keys) {
    return write(() -> keys.forEach(of(partition)::remove));
  }

  @Override
  public final synchronized CompletionStage<Optional<ByteString>> get(
      String partition, String key) {
    return read(Optional.ofNullable(of(partition).get(key)));
  }

  @Override
  public final synchronized CompletionStage<List<Row>> scan(
      String partition, Optional<String> after, int limit, Order order) {
    var ordered = order == Order.ASCENDING ? of(partition) : of(partition).descendingMap();
    var rest = after.map(key -> ordered.tailMap(key, false)).orElse(ordered);
    return read(
        rest.entrySet().stream()
            .limit(limit)
            .map(row -> new Row(row.getKey(), row.getValue()))
            .toList());
  }

  protected CompletionStage<Void> write(Runnable change) {
    synchronized (this) {
      return failure
          .<CompletionStage<Void>>map(CompletableFuture::failedStage)
          .orElseGet(() -> heldOrRun(change));
    }
  }

  private CompletionStage<Void> heldOrRun(Runnable change) {
    var done = new CompletableFuture<Void>();
    Runnable write =
        () -> {
          change.run();
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

  private <T> CompletionStage<T> read(T found) {
    reads++;
    return failure
        .<CompletionStage<T>>map(CompletableFuture::failedStage)
        .orElseGet(() -> CompletableFuture.completedStage(found));
  }

  private NavigableMap<String, ByteString> of(String partition) {
    return rows.computeIfAbsent(partition, _ -> new TreeMap<>());
  }
}
