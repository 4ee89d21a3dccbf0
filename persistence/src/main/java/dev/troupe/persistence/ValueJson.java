package dev.troupe.persistence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stored form of a {@link Value}: add forms, never change one. */
final class ValueJson {
  private static final String REFERENCE = "@ref";
  private static final String INLINE = "@inline";
  private static final String PARTS = "@parts";

  private ValueJson() {}

  private static boolean isMarked(JsonNode json) {
    return json.isObject() && json.size() == 1 && json.fieldNames().next().startsWith("@");
  }

  static final class Writer extends JsonSerializer<Value> {
    @Override
    public void serialize(Value value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      switch (value) {
        case Value.Inline(var content) when isMarked(content) -> {
          json.writeStartObject();
          json.writeFieldName(INLINE);
          json.writeTree(content);
          json.writeEndObject();
        }
        case Value.Inline(var content) -> json.writeTree(content);
        case Value.Reference reference -> {
          json.writeStartObject();
          json.writeFieldName(REFERENCE);
          writeReference(reference, json);
          json.writeEndObject();
        }
        case Value.Composed(var content, var parts) -> {
          json.writeStartObject();
          json.writeArrayFieldStart(PARTS);
          json.writeTree(content);
          json.writeStartObject();
          for (var part : parts.entrySet()) {
            json.writeFieldName(part.getKey());
            writeReference(part.getValue(), json);
          }
          json.writeEndObject();
          json.writeEndArray();
          json.writeEndObject();
        }
      }
    }

    private static void writeReference(Value.Reference reference, JsonGenerator json)
        throws IOException {
      json.writeStartArray();
      json.writeNumber(reference.sequenceNumber());
      json.writeString(reference.field());
      json.writeEndArray();
    }

    @Override
    public void serializeWithType(
        Value value, JsonGenerator json, SerializerProvider provider, TypeSerializer unused)
        throws IOException {
      serialize(value, json, provider);
    }
  }

  static final class Reader extends JsonDeserializer<Value> {
    @Override
    public Value deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      JsonNode json = context.readTree(parser);
      if (!isMarked(json)) {
        return new Value.Inline(json);
      }
      var mark = json.fieldNames().next();
      var content = json.path(mark);
      return switch (mark) {
        case INLINE -> new Value.Inline(content);
        case REFERENCE -> reference(content);
        case PARTS -> new Value.Composed(content.path(0), parts(content.path(1)));
        default ->
            throw context.weirdStringException(
                mark, Value.class, "a newer release wrote this form; read it with that release");
      };
    }

    private static Value.Reference reference(JsonNode json) {
      return new Value.Reference(json.path(0).asLong(), json.path(1).asText());
    }

    private static Map<String, Value.Reference> parts(JsonNode json) {
      Map<String, Value.Reference> parts = new LinkedHashMap<>();
      json.properties().forEach(part -> parts.put(part.getKey(), reference(part.getValue())));
      return parts;
    }

    @Override
    public Value getNullValue(DeserializationContext context) {
      return new Value.Inline(NullNode.getInstance());
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) {
      return null;
    }
  }
}
