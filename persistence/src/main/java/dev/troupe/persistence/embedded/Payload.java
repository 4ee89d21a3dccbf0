package dev.troupe.persistence.embedded;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.util.ByteString;

/** An object in the form that one of Pekko's serializers gave it. */
record Payload(int serializerId, String manifest, ByteString bytes) {

  /** A text behind its length in two bytes. */
  static byte[] text(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0xffff) {
      throw new IllegalArgumentException(
          "A tag or manifest of %d bytes is too long, at most 65535 can be stored: %s..."
              .formatted(bytes.length, text.substring(0, 80)));
    }
    return bytes;
  }

  static int size(byte[] text) {
    return Short.BYTES + text.length;
  }

  static void put(ByteBuffer buffer, byte[] text) {
    buffer.putShort((short) text.length).put(text);
  }

  static String getText(ByteBuffer buffer) {
    var bytes = new byte[Short.toUnsignedInt(buffer.getShort())];
    buffer.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static ByteString getRest(ByteBuffer buffer) {
    return getBytes(buffer, buffer.remaining());
  }

  static ByteString getBytes(ByteBuffer buffer, int length) {
    var bytes = new byte[length];
    buffer.get(bytes);
    return ByteString.fromArrayUnsafe(bytes);
  }
}
