package dev.troupe.persistence.embedded;

import dev.troupe.persistence.StoreFailure;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.rocksdb.RocksDBException;

/**
 * One atomic write: events with consecutive numbers, already serialized, on their way to the disk.
 */
final class EventWrite implements Write {

  /** An {@link EventRecord} in bytes, but for its write id. */
  static final class Event {
    private final byte[] encoded;
    private final Set<String> tags;

    Event(byte[] encoded, Set<String> tags) {
      this.encoded = encoded;
      this.tags = tags;
    }
  }

  private static final int BYTES_BESIDE_EVENT = 64;

  private final String persistenceId;
  private final long firstSequenceNumber;
  private final List<Event> events;
  private final long bytes;
  private final CompletableFuture<Done> durable = new CompletableFuture<>();

  EventWrite(String persistenceId, long firstSequenceNumber, List<Event> events) {
    this.persistenceId = persistenceId;
    this.firstSequenceNumber = firstSequenceNumber;
    this.events = events;
    var sum = 0L;
    for (var event : events) {
      sum += event.encoded.length + BYTES_BESIDE_EVENT;
    }
    this.bytes = sum;
  }

  CompletableFuture<Done> durable() {
    return durable;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void appendTo(Batch batch) throws RocksDBException {
    var id = Keys.text(persistenceId);
    var head = batch.head(persistenceId, id);
    if (firstSequenceNumber <= head) {
      throw new StoreFailure.SequenceTaken(persistenceId, firstSequenceNumber, head);
    }
    var writeId = batch.nextWriteId();
    if (head == 0) {
      tag(batch, Journal.FIRST_EVENTS, Keys.numbered(id, firstSequenceNumber), writeId);
    }
    appendEvents(batch, id, writeId);
    batch.setHead(persistenceId, id, firstSequenceNumber + events.size() - 1);
    batch.announce(Journal.topicOfJournal(persistenceId));
  }

  private void appendEvents(Batch batch, byte[] id, long writeId) throws RocksDBException {
    var number = firstSequenceNumber;
    for (var event : events) {
      var key = Keys.numbered(id, number++);
      EventRecord.setWriteId(event.encoded, writeId);
      batch.put(Column.JOURNAL, key, event.encoded);
      for (var tag : event.tags) {
        tag(batch, tag, key, writeId);
      }
    }
  }

  private static void tag(Batch batch, String tag, byte[] key, long writeId)
      throws RocksDBException {
    batch.put(Column.TAGS, Keys.numbered(tag, batch.nextOffset()), Pointer.to(key, writeId));
    batch.announce(Journal.topicOfTag(tag));
  }

  @Override
  public void succeed() {
    durable.complete(Done.getInstance());
  }

  @Override
  public void fail(Throwable cause) {
    durable.completeExceptionally(cause);
  }
}
