package dev.troupe.agents.knowledge.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.knowledge.embedding.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.util.ByteString;

/**
 * The stored form of documents (JSON) and passages (the length of their JSON, the JSON, the
 * vector). Field names are a storage format: add, never rename.
 */
final class PassageFormat {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private PassageFormat() {}

  static ByteString write(StoredDocument document) {
    return ByteString.fromArray(json(document));
  }

  static StoredDocument readDocument(ByteString row) {
    return read(row.asByteBuffer(), StoredDocument.class);
  }

  static ByteString write(EmbeddedPassage embedded) {
    byte[] passage = json(embedded.passage());
    ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).putInt(0, passage.length);
    return ByteString.fromArray(length.array())
        .concat(ByteString.fromArray(passage))
        .concat(Vectors.toBytes(embedded.vector()));
  }

  static EmbeddedPassage readPassage(ByteString row) {
    ByteBuffer bytes = row.asByteBuffer();
    int length = bytes.getInt();
    Passage passage = read(bytes.slice(Integer.BYTES, length), Passage.class);
    int behind = Integer.BYTES + length;
    float[] vector = Vectors.fromBytes(bytes.slice(behind, bytes.limit() - behind));
    return new EmbeddedPassage(passage, vector);
  }

  private static byte[] json(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static <T> T read(ByteBuffer bytes, Class<T> type) {
    try {
      return JSON.readValue(StandardCharsets.UTF_8.decode(bytes).toString(), type);
    } catch (IOException damaged) {
      throw new UncheckedIOException("A stored " + type.getSimpleName() + " is damaged", damaged);
    }
  }
}
