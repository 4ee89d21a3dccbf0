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
import org.jspecify.annotations.Nullable;

/** The stored form of a {@link Value}: add forms, never change one. */
final class ValueJson {
  private static final String REFERENCE = "@ref";
  private static final String INLINE = "@inline";

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
        case Value.Reference(var sequenceNumber, var field) -> {
          json.writeStartObject();
          json.writeArrayFieldStart(REFERENCE);
          json.writeNumber(sequenceNumber);
          json.writeString(field);
          json.writeEndArray();
          json.writeEndObject();
        }
      }
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
        case REFERENCE -> new Value.Reference(content.path(0).asLong(), content.path(1).asText());
        default ->
            throw context.weirdStringException(
                mark, Value.class, "a newer release wrote this form; read it with that release");
      };
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
