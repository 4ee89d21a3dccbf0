package dev.troupe.persistence.embedded;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One event as a value of the journal. Numbers big-endian; a text is its length (2 bytes) and
 * UTF-8.
 *
 * <pre>
 *  0  format = 1 (1)
 *  1  write id (8), the same for all events of one atomic write
 *  9  timestamp in milliseconds since 1970 (8)
 * 17  serializer id (4)
 * 21  flags (1): 1 = the writer is a UUID, 2 = there is metadata
 * 22  writer: 16 bytes of a UUID, or a text
 *     serializer manifest (text), event adapter manifest (text)
 *     number of tags (2), each a text
 *     metadata, if there is any: serializer id (4), manifest (text), length (4), bytes
 *     payload: what is left
 * </pre>
 */
record EventRecord(
    long writeId,
    long timestamp,
    String writer,
    String adapterManifest,
    Set<String> tags,
    Optional<Payload> metadata,
    Payload payload) {
  private static final byte FORMAT = 1;
  private static final int WRITE_ID_INDEX = 1;
  private static final int FIXED_BYTES = 22;
  private static final int WRITER_IS_UUID = 1;
  private static final int HAS_METADATA = 2;
  private static final int UUID_LENGTH = 36;

  /** The write id is known last, on the writer's thread. */
  static void setWriteId(byte[] encoded, long writeId) {
    ByteBuffer.wrap(encoded).putLong(WRITE_ID_INDEX, writeId);
  }

  static long writeId(byte[] encoded) {
    return ByteBuffer.wrap(encoded).getLong(WRITE_ID_INDEX);
  }

  byte[] encode() {
    var uuid = uuid(writer);
    var writerText = Payload.text(writer);
    var manifest = Payload.text(payload.manifest());
    var adapter = Payload.text(adapterManifest);
    var tagTexts = tagTexts();
    var size =
        FIXED_BYTES
            + (uuid.isPresent() ? 2 * Long.BYTES : Payload.size(writerText))
            + Payload.size(manifest)
            + Payload.size(adapter)
            + Short.BYTES
            + tagTexts.stream().mapToInt(Payload::size).sum()
            + metadata.map(EventRecord::metadataSize).orElse(0)
            + payload.bytes().length();
    var buffer = ByteBuffer.allocate(size);
    buffer.put(FORMAT).putLong(writeId).putLong(timestamp).putInt(payload.serializerId());
    buffer.put(
        (byte)
            ((uuid.isPresent() ? WRITER_IS_UUID : 0) | (metadata.isPresent() ? HAS_METADATA : 0)));
    uuid.ifPresentOrElse(
        id -> buffer.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()),
        () -> Payload.put(buffer, writerText));
    Payload.put(buffer, manifest);
    Payload.put(buffer, adapter);
    buffer.putShort((short) tagTexts.size());
    tagTexts.forEach(tag -> Payload.put(buffer, tag));
    metadata.ifPresent(present -> putMetadata(buffer, present));
    return buffer.put(payload.bytes().toArrayUnsafe()).array();
  }

  static EventRecord decode(byte[] encoded) {
    var buffer = ByteBuffer.wrap(encoded);
    var format = buffer.get();
    if (format != FORMAT) {
      throw new IllegalStateException(
          "An event is stored in format %d, this release reads format %d; use the release that wrote it"
              .formatted(format, FORMAT));
    }
    var writeId = buffer.getLong();
    var timestamp = buffer.getLong();
    var serializerId = buffer.getInt();
    var flags = buffer.get();
    var writer =
        (flags & WRITER_IS_UUID) != 0
            ? new UUID(buffer.getLong(), buffer.getLong()).toString()
            : Payload.getText(buffer);
    var manifest = Payload.getText(buffer);
    var adapter = Payload.getText(buffer);
    var tags = getTags(buffer);
    Optional<Payload> metadata =
        (flags & HAS_METADATA) != 0 ? Optional.of(getMetadata(buffer)) : Optional.empty();
    var payload = new Payload(serializerId, manifest, Payload.getRest(buffer));
    return new EventRecord(writeId, timestamp, writer, adapter, tags, metadata, payload);
  }

  private static Optional<UUID> uuid(String writer) {
    if (writer.length() != UUID_LENGTH) {
      return Optional.empty();
    }
    try {
      var uuid = UUID.fromString(writer);
      // Only what reads back as the same text may be shortened.
      return uuid.toString().equals(writer) ? Optional.of(uuid) : Optional.empty();
    } catch (IllegalArgumentException notAUuid) {
      return Optional.empty();
    }
  }

  private List<byte[]> tagTexts() {
    if (tags.isEmpty()) {
      return List.of();
    }
    var texts = new ArrayList<byte[]>(tags.size());
    tags.forEach(tag -> texts.add(Payload.text(tag)));
    return texts;
  }

  private static Set<String> getTags(ByteBuffer buffer) {
    var count = Short.toUnsignedInt(buffer.getShort());
    if (count == 0) {
      return Set.of();
    }
    var tags = new LinkedHashSet<String>();
    for (var index = 0; index < count; index++) {
      tags.add(Payload.getText(buffer));
    }
    return tags;
  }

  private static int metadataSize(Payload metadata) {
    return 2 * Integer.BYTES
        + Payload.size(Payload.text(metadata.manifest()))
        + metadata.bytes().length();
  }

  private static void putMetadata(ByteBuffer buffer, Payload metadata) {
    buffer.putInt(metadata.serializerId());
    Payload.put(buffer, Payload.text(metadata.manifest()));
    buffer.putInt(metadata.bytes().length()).put(metadata.bytes().toArrayUnsafe());
  }

  private static Payload getMetadata(ByteBuffer buffer) {
    var serializerId = buffer.getInt();
    var manifest = Payload.getText(buffer);
    return new Payload(serializerId, manifest, Payload.getBytes(buffer, buffer.getInt()));
  }
}
