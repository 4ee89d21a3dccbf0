package dev.troupe.persistence;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;

/**
 * Rows ordered by key within a partition: the one shape that both an embedded store and a cluster's
 * store can hold. Every write is durable when its stage completes; after a failure that nobody can
 * tell from success (the disk died in the middle) all of it may be there, or nothing.
 *
 * <p>Partitions are never empty and hold no NUL character; keys are ordered by their UTF-8 bytes.
 */
public interface Table {

  /** One row; the value's layout belongs to whoever owns the table. */
  record Row(String key, ByteString value) {}

  enum Order {
    ASCENDING,
    DESCENDING
  }

  CompletionStage<Void> put(String partition, String key, ByteString value);

  /** All rows or none. */
  CompletionStage<Void> putAll(String partition, List<Row> rows);

  CompletionStage<Optional<ByteString>> get(String partition, String key);

  /**
   * At most {@code limit} rows whose key lies strictly behind {@code after} in the given order;
   * from the partition's start (or end) where {@code after} is empty.
   */
  CompletionStage<List<Row>> scan(String partition, Optional<String> after, int limit, Order order);

  CompletionStage<Void> delete(String partition, List<String> keys);
}
