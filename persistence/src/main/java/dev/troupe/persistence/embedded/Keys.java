package dev.troupe.persistence.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.troupe.persistence.TablePartition;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/**
 * How keys are laid out: text in UTF-8, numbers big-endian, so that byte order is the order of
 * reading. A NUL byte ends a text that something follows.
 *
 * <pre>
 * COUNTERS   "counters"                                       -> last write id (8), last offset (8)
 * JOURNAL    persistence id, NUL, sequence number (8)         -> {@link EventRecord}
 * HEADS      persistence id                                   -> highest sequence number (8)
 * TAGS       tag, NUL, offset (8)                             -> journal key; the empty tag lists
 *                                                                each journal's first event
 * SNAPSHOTS  persistence id, NUL, sequence number (8)         -> {@link SnapshotRecord}
 * OFFSETS    projection                                       -> see {@link EmbeddedOffsets}
 * WAKE_UPS   't', task key                                    -> seconds (8), nanoseconds (4)
 *            'd', slice (1), seconds (8), nanoseconds (4), task key -> empty
 * TABLES     table, NUL, partition, NUL, key                  -> value
 * </pre>
 */
final class Keys {
  static final byte[] COUNTERS = "counters".getBytes(UTF_8);
  static final byte[] BEHIND_ALL_TEXTS = {(byte) 0xff};
  private static final int INSTANT_BYTES = Long.BYTES + Integer.BYTES;

  private Keys() {}

  static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  static byte[] numbered(byte[] text, long number) {
    return ByteBuffer.allocate(text.length + 1 + Long.BYTES)
        .put(text)
        .put((byte) 0)
        .putLong(number)
        .array();
  }

  static byte[] numbered(String text, long number) {
    return numbered(text(text), number);
  }

  /** How many bytes belong to the key that {@link #numbered} made, where others follow. */
  static int lengthOfNumbered(byte[] keyAndMore) {
    var text = 0;
    while (keyAndMore[text] != 0) {
      text++;
    }
    return text + 1 + Long.BYTES;
  }

  /** The number at the end of a key that {@link #numbered} made. */
  static long number(byte[] key) {
    return ByteBuffer.wrap(key).getLong(key.length - Long.BYTES);
  }

  /** The text at the start of a key that {@link #numbered} made. */
  static String numberedText(byte[] key) {
    return new String(key, 0, key.length - Long.BYTES - 1, UTF_8);
  }

  static byte[] longValue(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  static long longValue(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }

  static byte[] partition(String table, String partition) {
    return text(table + '\0' + partition + '\0');
  }

  /** Whose row it is. */
  static TablePartition partition(byte[] key) {
    var parts = new String(key, UTF_8).split("\0", 3);
    return new TablePartition(parts[0], parts[1]);
  }

  static byte[] append(byte[] prefix, byte[] rest) {
    var key = Arrays.copyOf(prefix, prefix.length + rest.length);
    System.arraycopy(rest, 0, key, prefix.length, rest.length);
    return key;
  }

  static String textAfter(byte[] key, int prefixLength) {
    return new String(key, prefixLength, key.length - prefixLength, UTF_8);
  }

  static byte[] later(byte[] one, byte[] other) {
    return Arrays.compareUnsigned(one, other) >= 0 ? one : other;
  }

  /** The first key behind all keys that begin with {@code prefix}. */
  static byte[] behind(byte[] prefix) {
    for (var index = prefix.length - 1; index >= 0; index--) {
      if (prefix[index] != (byte) 0xff) {
        var behind = Arrays.copyOf(prefix, index + 1);
        behind[index]++;
        return behind;
      }
    }
    throw new IllegalArgumentException("Nothing lies behind a prefix of 0xff bytes");
  }

  static byte[] wakeUpOf(String taskKey) {
    return append(new byte[] {'t'}, text(taskKey));
  }

  static byte[] wakeUpsOfSlice(int slice) {
    return new byte[] {'d', (byte) slice};
  }

  static byte[] wakeUpDue(int slice, Instant dueAt, String taskKey) {
    return append(append(wakeUpsOfSlice(slice), instant(dueAt)), text(taskKey));
  }

  static Instant dueAt(byte[] wakeUpDue) {
    return instant(wakeUpDue, 2);
  }

  static String taskKey(byte[] wakeUpDue) {
    return textAfter(wakeUpDue, 2 + INSTANT_BYTES);
  }

  /** The sign bit is turned so that instants before 1970 sort before those after. */
  static byte[] instant(Instant instant) {
    return ByteBuffer.allocate(INSTANT_BYTES)
        .putLong(instant.getEpochSecond() ^ Long.MIN_VALUE)
        .putInt(instant.getNano())
        .array();
  }

  static Instant instant(byte[] bytes, int index) {
    var buffer = ByteBuffer.wrap(bytes);
    return Instant.ofEpochSecond(
        buffer.getLong(index) ^ Long.MIN_VALUE, buffer.getInt(index + Long.BYTES));
  }
}
