package dev.troupe.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.troupe.persistence.DataDirectory;
import dev.troupe.persistence.StoreFailure;
import dev.troupe.persistence.Stores;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoreFailureTest {
  @TempDir private Path directory;

  @Test
  void refuses_a_number_that_is_taken_and_nothing_else_of_the_same_batch() {
    var kit = ActorTestKit.create();
    try {
      var journal = EmbeddedStore.get(kit.system()).journal();
      var first = write("a", 1);
      var again = write("a", 1);
      var other = write("b", 1);
      List.of(first, again, other).forEach(journal::append);

      first.durable().join();
      other.durable().join();
      assertThatThrownBy(() -> again.durable().join())
          .hasCauseInstanceOf(StoreFailure.SequenceTaken.class)
          .hasMessageContaining("event 1 of a cannot be written, the journal already ends at 1");
    } finally {
      kit.shutdownTestKit();
    }
  }

  @Test
  void refuses_what_does_not_fit_into_its_queue_and_keeps_the_rest() {
    var kit =
        ActorTestKit.create(
            ConfigFactory.parseMap(
                Map.of(
                    "troupe.store.directory",
                    directory.toString(),
                    "troupe.store.queue-writes",
                    4)));
    try {
      var table = Stores.get(kit.system()).table("t");
      var puts =
          IntStream.range(0, 2000)
              .mapToObj(number ->
                  table.put("p", "k" + number, ByteString.emptyByteString()).toCompletableFuture())
              .toList();
      var refused = puts.stream().filter(EmbeddedStoreFailureTest::failsAsOverloaded).count();

      assertThat(refused).isBetween(1L, 1999L);
      for (var number = 0; number < puts.size(); number++) {
        var row = table.get("p", "k" + number).toCompletableFuture().join();
        assertThat(row.isPresent()).isEqualTo(!puts.get(number).isCompletedExceptionally());
      }
    } finally {
      kit.shutdownTestKit();
    }
  }

  private static boolean failsAsOverloaded(CompletableFuture<Void> put) {
    var failure = put.handle((_, cause) -> cause).join();
    return failure instanceof StoreFailure.Overloaded
        && failure.toString().contains("troupe.store.queue-writes = 4");
  }

  @Test
  void a_held_directory_is_refused_and_free_after_the_actor_system_has_ended() {
    var config = ConfigFactory.parseMap(Map.of("troupe.store.directory", directory.toString()));
    var holder = ActorTestKit.create("holder", config);
    var other = ActorTestKit.create("other", config);
    try {
      Stores.get(holder.system());
      assertThatThrownBy(() -> Stores.get(other.system()))
          .isInstanceOf(StoreFailure.DirectoryHeld.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    } finally {
      other.shutdownTestKit();
      holder.shutdownTestKit();
    }

    DataDirectory.open(directory).close();
  }

  @Test
  void a_closed_store_says_so() {
    var kit = ActorTestKit.create();
    var table = Stores.get(kit.system()).table("t");
    kit.shutdownTestKit();

    assertThatThrownBy(
            () -> table.put("p", "k", ByteString.emptyByteString()).toCompletableFuture().join())
        .hasCauseInstanceOf(StoreFailure.Closed.class);
    assertThatThrownBy(() -> table.get("p", "k").toCompletableFuture().join())
        .hasCauseInstanceOf(StoreFailure.Closed.class);
  }

  @Test
  void names_a_provider_that_does_not_exist() {
    var kit =
        ActorTestKit.create(
            ConfigFactory.parseString("troupe.store.providers.embedded = no.such.Store"));
    try {
      assertThatThrownBy(() -> Stores.get(kit.system()))
          .hasMessageContaining("troupe.store.providers.embedded = \"no.such.Store\"");
    } finally {
      kit.shutdownTestKit();
    }
  }

  @Test
  void names_the_kinds_of_stores_where_one_is_unknown() {
    var kit = ActorTestKit.create(ConfigFactory.parseString("troupe.store.kind = paper"));
    try {
      assertThatThrownBy(() -> Stores.get(kit.system()))
          .hasMessage(
              "troupe.store.kind = \"paper\" is no kind of store; there are: cassandra, embedded");
    } finally {
      kit.shutdownTestKit();
    }
  }

  private static EventWrite write(String id, long number) {
    var payload = new Payload(1, "", ByteString.fromString("x"));
    var event = new EventRecord(0, 1, "writer", "", Set.of(), Optional.empty(), payload);
    return new EventWrite(id, number, List.of(new EventWrite.Event(event.encode(), event.tags())));
  }
}
