package dev.troupe.persistence.embedded;

import java.util.Optional;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import org.apache.pekko.util.ByteString;

/** Objects to payloads and back, by the serializers that the actor system is configured with. */
final class Payloads {
  private final Serialization serialization;

  Payloads(ActorSystem system) {
    this.serialization = SerializationExtension.get(system);
  }

  /** Throws whatever the serializer throws. */
  Payload serialize(Object object) {
    var serializer = serialization.findSerializerFor(object);
    return new Payload(
        serializer.identifier(),
        Serializers.manifestFor(serializer, object),
        ByteString.fromArrayUnsafe(serialization.serialize(object).get()));
  }

  Object deserialize(Payload payload) {
    return serialization
        .deserialize(payload.bytes().toArrayUnsafe(), payload.serializerId(), payload.manifest())
        .get();
  }

  Optional<Payload> serializeIfPresent(scala.Option<Object> object) {
    return object.isEmpty() ? Optional.empty() : Optional.of(serialize(object.get()));
  }
}
