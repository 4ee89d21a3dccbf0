package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Only what is bound to a serializer crosses the wire, in either direction. */
@TestInstance(Lifecycle.PER_CLASS)
class SerializationTest {
  /** Of Pekko's serializer of Java's own serialization. */
  private static final int JAVA = 1;

  record Bound(String text) implements CborSerializable {}

  record Unbound(String text) implements Serializable {}

  private ActorSystem<Void> system;
  private Serialization serialization;

  @BeforeAll
  void start() {
    system =
        ActorSystem.create(
            Behaviors.empty(), "S", NodeConfiguration.load(ConfigFactory.empty(), null));
    serialization = SerializationExtension.get(system);
  }

  @AfterAll
  void stop() throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private SerializerWithStringManifest cbor() throws IOException {
    return (SerializerWithStringManifest) serialization.serializerFor(Bound.class);
  }

  @Test
  void what_is_bound_goes_and_comes() throws IOException {
    var bytes = cbor().toBinary(new Bound("a"));

    assertThat(cbor().fromBinary(bytes, Bound.class.getName())).isEqualTo(new Bound("a"));
  }

  @Test
  void what_is_not_bound_is_not_sent() {
    assertThat(serialization.serialize(new Unbound("a")).isFailure()).isTrue();
  }

  @Test
  void what_is_not_bound_is_not_read_whatever_the_sender_calls_it() throws IOException {
    var bytes = "{\"text\":\"a\"}".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> cbor().fromBinary(bytes, Unbound.class.getName()))
        .isInstanceOf(Exception.class)
        .hasMessageContaining(Unbound.class.getName());
    assertThatThrownBy(() -> cbor().fromBinary(bytes, "javax.management.loading.MLet"))
        .isInstanceOf(Exception.class);
  }

  @Test
  void javas_own_serialization_is_not_read() throws IOException {
    var stream = new ByteArrayOutputStream();
    try (var objects = new ObjectOutputStream(stream)) {
      objects.writeObject(new Unbound("a"));
    }

    assertThat(
            serialization
                .deserialize(stream.toByteArray(), JAVA, Unbound.class.getName())
                .isFailure())
        .isTrue();
  }
}
