package dev.troupe.persistence.embedded;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One snapshot as a value: format = 1 (1), timestamp in milliseconds (8), serializer id (4),
 * manifest (text), metadata length (4; 0 if there is none), metadata as serializer id (4), manifest
 * (text), bytes; then the payload. Texts as in {@link EventRecord}.
 */
record SnapshotRecord(long timestamp, Optional<Payload> metadata, Payload payload) {
  private static final byte FORMAT = 1;

  byte[] encode() {
    var manifest = Payload.text(payload.manifest());
    var extra = metadata.map(SnapshotRecord::encode).orElse(new byte[0]);
    return ByteBuffer.allocate(
            1
                + Long.BYTES
                + 2 * Integer.BYTES
                + Payload.size(manifest)
                + extra.length
                + payload.bytes().length())
        .put(FORMAT)
        .putLong(timestamp)
        .putInt(payload.serializerId())
        .putShort((short) manifest.length)
        .put(manifest)
        .putInt(extra.length)
        .put(extra)
        .put(payload.bytes().toArrayUnsafe())
        .array();
  }

  static SnapshotRecord decode(byte[] encoded) {
    var buffer = ByteBuffer.wrap(encoded);
    var format = buffer.get();
    if (format != FORMAT) {
      throw new IllegalStateException(
          "A snapshot is stored in format %d, this release reads format %d"
              .formatted(format, FORMAT));
    }
    var timestamp = buffer.getLong();
    var serializerId = buffer.getInt();
    var manifest = Payload.getText(buffer);
    var extra = new byte[buffer.getInt()];
    buffer.get(extra);
    return new SnapshotRecord(
        timestamp,
        extra.length == 0 ? Optional.empty() : Optional.of(decodePayload(extra)),
        new Payload(serializerId, manifest, Payload.getRest(buffer)));
  }

  /** Reads the timestamp alone: enough to know whether a snapshot is wanted. */
  static long timestamp(byte[] encoded) {
    return ByteBuffer.wrap(encoded).getLong(1);
  }

  private static byte[] encode(Payload payload) {
    var manifest = Payload.text(payload.manifest());
    return ByteBuffer.allocate(Integer.BYTES + Payload.size(manifest) + payload.bytes().length())
        .putInt(payload.serializerId())
        .putShort((short) manifest.length)
        .put(manifest)
        .put(payload.bytes().toArrayUnsafe())
        .array();
  }

  private static Payload decodePayload(byte[] encoded) {
    var buffer = ByteBuffer.wrap(encoded);
    return new Payload(buffer.getInt(), Payload.getText(buffer), Payload.getRest(buffer));
  }
}
