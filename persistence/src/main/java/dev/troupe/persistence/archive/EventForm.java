package dev.troupe.persistence.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.persistence.Json;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.jspecify.annotations.Nullable;

/**
 * Events to JSON and back, by the serializers that journals are written with: an archive names each
 * by its number, and no class.
 */
final class EventForm {
  private final Serialization serialization;

  EventForm(ClassicActorSystemProvider system) {
    this.serialization = SerializationExtension.get(system);
  }

  int serializer(Object event) {
    return serialization.findSerializerFor(event).identifier();
  }

  /**
   * Reads what {@link EventLine} has written.
   *
   * @throws IllegalArgumentException if this release does not know it as a whole
   */
  Object read(int serializer, String type, JsonNode content) {
    var whole = JsonNodeFactory.instance.objectNode().put(EventLine.TYPE, type);
    if (content instanceof ObjectNode fields) {
      whole.setAll(fields);
    }
    var event = deserialized(serializer, type, whole);
    // What this release would leave out is not to be lost in silence.
    if (!Json.parse(Json.write(Json.toTree(event))).equals(whole)) {
      throw unknown(type, null);
    }
    return event;
  }

  private Object deserialized(int serializer, String type, JsonNode whole) {
    var read = serialization.deserialize(Json.bytes(whole), serializer, "");
    if (read.isFailure()) {
      throw unknown(type, read.failed().get());
    }
    return read.get();
  }

  private static IllegalArgumentException unknown(String type, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "this release cannot read all of the event '%s'; use the release that wrote it, or a later one"
            .formatted(type),
        cause);
  }
}
