package dev.troupe.persistence.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.persistence.Store;
import dev.troupe.persistence.StoreFailure;
import dev.troupe.persistence.Stores;
import dev.troupe.persistence.WakeUpIndex;
import dev.troupe.persistence.WakeUpIndex.WakeUp;
import dev.troupe.persistence.contract.Counter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.stream.javadsl.FileIO;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an embedded store into one of another kind and back: all is as it was. */
public abstract class ImportContract {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  /** Events of tests by a serializer of their own, as tasks' and agents' are. */
  private static final Config EVENTS =
      ConfigFactory.parseString(
          """
          pekko.actor.testkit.typed.single-expect-default = 30s
          pekko.actor.serializers.counter-events = "org.apache.pekko.serialization.jackson.JacksonJsonSerializer"
          pekko.actor.serialization-identifiers.counter-events = 7999
          pekko.actor.serialization-bindings."dev.troupe.persistence.contract.Counter$Event" = counter-events
          pekko.serialization.jackson.counter-events {
            type-in-manifest = off
            deserialization-type = "dev.troupe.persistence.contract.Counter$Event"
          }
          """);

  @TempDir private Path folder;

  /** The configuration of a store with nothing in it, another one each time. */
  protected abstract Config emptyStore();

  private ActorTestKit kit(Config store) {
    return ActorTestKit.create(EVENTS.withFallback(store));
  }

  final ActorTestKit embedded() {
    return kit(ConfigFactory.empty());
  }

  private static Store store(ActorTestKit kit) {
    return Stores.get(kit.system());
  }

  static void fill(ActorTestKit kit) {
    var first = kit.spawn(Counter.create("Counter|first"));
    add(kit, first, 3, 2);
    for (var number = 1; number <= 12; number++) {
      add(kit, first, number, 1);
    }
    add(kit, kit.spawn(Counter.create("Counter|second")), 4, 3);
    // More than is written at a time, and its writes end elsewhere.
    var third = kit.spawn(Counter.create("Counter|third"));
    for (var number = 1; number <= 3; number++) {
      add(kit, third, 1, 150);
    }
    get(store(kit).table("words").put("p", "text", ByteString.fromString("{\"ü\":1}")));
    get(store(kit).table("words").put("p", "empty", ByteString.emptyByteString()));
    get(
        store(kit)
            .table("numbers")
            .put("q/r", "bytes", ByteString.fromArray(new byte[] {-1, 0, 3})));
  }

  private static void add(
      ActorTestKit kit, ActorRef<Counter.Command> counter, int amount, int times) {
    var done = kit.<Done>createTestProbe();
    counter.tell(new Counter.Add(amount, times, done.ref()));
    done.receiveMessage();
  }

  private static int sum(ActorTestKit kit, ActorRef<Counter.Command> counter) {
    var sum = kit.<Integer>createTestProbe();
    counter.tell(new Counter.Get(sum.ref()));
    return sum.receiveMessage();
  }

  final Path export(ActorTestKit kit, String name) {
    var file = folder.resolve(name);
    var of = JsonNodeFactory.instance.objectNode();
    get(
        ArchiveLines.of(kit.system(), of, NOW, Archived.items(store(kit)))
            .runWith(FileIO.toPath(file), kit.system()));
    return file;
  }

  @Test
  void what_was_exported_is_in_the_other_store_and_comes_back_as_it_was() {
    var source = embedded();
    var target = kit(emptyStore());
    var back = embedded();
    try {
      fill(source);
      var file = export(source, "first");

      var imported = Import.run(target.system(), file, NOW, () -> {});

      assertThat(imported).isEqualTo(new Import.Imported(3, 467, 3, 1));
      var second = export(target, "second");
      assertThat(Archived.content(second)).isEqualTo(Archived.content(file));
      assertThat(due(store(target))).containsExactly(new WakeUp("default/task", NOW));

      Import.run(back.system(), second, NOW, () -> {});
      assertThat(Archived.content(export(back, "third"))).isEqualTo(Archived.content(file));

      // The entities go on, and their tags are found.
      var counter = target.spawn(Counter.create("Counter|second"));
      assertThat(sum(target, counter)).isEqualTo(12);
      add(target, counter, 4, 1);
      assertThat(get(store(target).events("Counter|second", 3, 10))).hasSize(1);
      assertThat(Archived.tagged(target.system(), Counter.EVEN)).isEqualTo(10);
    } finally {
      List.of(source, target, back).forEach(ActorTestKit::shutdownTestKit);
    }
  }

  @Test
  void an_import_that_has_not_ended_is_named_and_goes_on_where_it_was() {
    var source = embedded();
    var target = kit(emptyStore());
    try {
      fill(source);
      var file = export(source, "first");
      var other = export(source, "other");
      begin(target, file);

      assertThatThrownBy(() -> HalfImport.refuse(store(target)))
          .isInstanceOf(StoreFailure.HalfImported.class)
          .hasMessageContaining("troupe import " + file);
      assertThatThrownBy(() -> Import.run(target.system(), other, NOW, () -> {}))
          .isInstanceOf(NotEmpty.class)
          .hasMessageContaining("another file, " + file);

      Import.run(target.system(), file, NOW, () -> {});

      HalfImport.refuse(store(target));
      assertThat(Archived.content(export(target, "second"))).isEqualTo(Archived.content(file));
    } finally {
      List.of(source, target).forEach(ActorTestKit::shutdownTestKit);
    }
  }

  /** What a process leaves that is killed behind the second write of the first journal. */
  private static void begin(ActorTestKit target, Path file) {
    get(new HalfImport(store(target)).begin(Archived.id(file), file.toString()));
    var broken = new CompletableFuture<Void>();
    var durable = new CompletableFuture<Void>();
    var copy = JournalCopy.start(target.system(), "Counter|first", broken);
    var writes =
        List.of(
            new JournalCopy.Write(1, List.of(new Counter.Added(3), new Counter.Added(3))),
            new JournalCopy.Write(3, List.of(new Counter.Added(1))));
    copy.tell(
        new JournalCopy.Part(writes, true, durable), org.apache.pekko.actor.ActorRef.noSender());
    get(durable);
    assertThat(broken).failsWithin(Duration.ofSeconds(20));
  }

  @Test
  void a_store_that_has_anything_is_refused_and_stays_as_it_is() {
    var source = embedded();
    var target = kit(emptyStore());
    try {
      fill(source);
      var file = export(source, "first");
      get(store(target).wakeUps().schedule("default/other", NOW));
      refuses(target, file, "a wake-up of the task default/other");
      get(store(target).table("roles").put("by-hash", "a", ByteString.fromString("{}")));
      refuses(target, file, "rows of the table roles");
      add(target, target.spawn(Counter.create("Counter|there")), 1, 1);
      refuses(target, file, "the journal Counter|there");
      assertThat(get(store(target).persistenceIds("", "", 10))).containsExactly("Counter|there");
    } finally {
      List.of(source, target).forEach(ActorTestKit::shutdownTestKit);
    }
  }

  private static void refuses(ActorTestKit target, Path file, String what) {
    assertThatThrownBy(() -> Import.run(target.system(), file, NOW, () -> {}))
        .isInstanceOf(NotEmpty.class)
        .hasMessageContaining(what)
        .hasMessageContaining("choose an empty data directory");
  }

  private static List<WakeUp> due(Store store) {
    return IntStream.range(0, WakeUpIndex.SLICES)
        .boxed()
        .flatMap(slice -> get(store.wakeUps().due(slice, Optional.empty(), NOW, 10)).stream())
        .toList();
  }

  static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
