package dev.troupe.persistence.embedded;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a tag's entry leads to: the key of an event in the journal, behind it the id of the write
 * that the event came with (8 bytes). A journal that was forgotten leaves its entries behind, and
 * one that begins anew under the same id has the same keys, but never the same write ids.
 *
 * <p>Entries of earlier releases have no write id: they lead to whatever has the key.
 */
final class Pointer {
  private final byte[] event;
  private final boolean knowsWrite;
  private final long writeId;

  private Pointer(byte[] event, boolean knowsWrite, long writeId) {
    this.event = event;
    this.knowsWrite = knowsWrite;
    this.writeId = writeId;
  }

  static byte[] to(byte[] event, long writeId) {
    return ByteBuffer.allocate(event.length + Long.BYTES).put(event).putLong(writeId).array();
  }

  static Pointer read(byte[] stored) {
    var length = Keys.lengthOfNumbered(stored);
    return stored.length == length
        ? new Pointer(stored, false, 0)
        : new Pointer(Arrays.copyOf(stored, length), true, ByteBuffer.wrap(stored).getLong(length));
  }

  byte[] event() {
    return event;
  }

  String persistenceId() {
    return Keys.numberedText(event);
  }

  /**
   * @param encoded the {@link EventRecord} that has the key by now
   */
  boolean isTo(byte[] encoded) {
    return !knowsWrite || EventRecord.writeId(encoded) == writeId;
  }
}
