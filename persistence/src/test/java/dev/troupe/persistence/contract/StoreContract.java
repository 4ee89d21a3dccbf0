package dev.troupe.persistence.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import dev.troupe.persistence.Store;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.persistence.Stores;
import dev.troupe.persistence.Table;
import dev.troupe.persistence.Table.Order;
import dev.troupe.persistence.Table.Row;
import dev.troupe.persistence.TablePartition;
import dev.troupe.persistence.WakeUpIndex;
import dev.troupe.persistence.WakeUpIndex.WakeUp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a {@link Store} does beside Pekko's plugins. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class StoreContract {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00.123456789Z");

  private final ActorTestKit kit;
  private final JournalProbe journal;
  private final Store store;

  /**
   * @param config the store under test
   */
  protected StoreContract(Config config) {
    kit = ActorTestKit.create(config);
    journal = new JournalProbe(kit.system().classicSystem());
    store = Stores.get(kit.system());
  }

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  @Test
  void one_actor_system_has_one_store() {
    assertThat(Stores.get(kit.system().classicSystem())).isSameAs(store);
  }

  @Test
  void reads_events_behind_a_number_up_to_a_limit() {
    var id = unique("events");
    journal.writeNumbered(id, 1, 5);

    assertThat(get(store.events(id, 0, 100)))
        .extracting(StoredEvent::event)
        .containsExactly("a-1", "a-2", "a-3", "a-4", "a-5");
    assertThat(get(store.events(id, 2, 2)))
        .extracting(StoredEvent::sequenceNumber)
        .containsExactly(3L, 4L);
    assertThat(get(store.events(id, 5, 100))).isEmpty();
    assertThat(get(store.events(unique("unknown"), 0, 100))).isEmpty();
  }

  @Test
  void a_journal_that_is_forgotten_is_gone_and_no_other_is() {
    var id = unique("forgotten");
    journal.writeNumbered(id, 1, 5);
    journal.writeNumbered(id + "-beside", 1, 1);

    assertThat(get(store.forget(id, soon()))).isTrue();

    assertThat(get(store.events(id, 0, 100))).isEmpty();
    assertThat(get(store.persistenceIds(id, "", 10))).containsExactly(id + "-beside");
    assertThat(get(store.events(id + "-beside", 0, 100))).hasSize(1);
    journal.end(id);
    assertThat(journal.replayAll(id).highest()).isZero();
    assertThat(get(store.forget(unique("never there"), soon()))).isTrue();
  }

  @Test
  void a_journal_with_an_event_behind_the_instant_stays_as_it_is() {
    var id = unique("young");
    journal.writeNumbered(id, 1, 2);
    var between = soon();
    journal.writeNumbered(id, 3, 3);

    assertThat(get(store.forget(id, between))).isFalse();

    assertThat(get(store.events(id, 0, 100))).hasSize(3);
    assertThat(get(store.persistenceIds(id, "", 10))).containsExactly(id);
  }

  @Test
  void a_forgotten_journal_begins_anew_with_one_and_a_late_removal_takes_nothing_of_it() {
    var id = unique("again");
    journal.writeNumbered(id, 1, 5);
    var before = soon();
    assertThat(get(store.forget(id, before))).isTrue();
    journal.end(id);

    journal.writeNumbered(id, 1, 2);

    assertThat(get(store.forget(id, before))).isFalse();
    assertThat(get(store.events(id, 0, 100)))
        .extracting(StoredEvent::sequenceNumber)
        .containsExactly(1L, 2L);
    assertThat(get(store.persistenceIds(id, "", 10))).containsExactly(id);
    journal.end(id);
    assertThat(journal.replayAll(id).highest()).isEqualTo(2);
  }

  @Test
  void each_atomic_write_has_a_write_id_of_its_own() {
    var id = unique("writes");
    journal.write(
        journal.atomic(journal.event(id, 1, "a"), journal.event(id, 2, "b")),
        journal.atomic(journal.event(id, 3, "c")));

    var writeIds = get(store.events(id, 0, 10)).stream().map(StoredEvent::writeId).toList();
    assertThat(writeIds.get(0)).isEqualTo(writeIds.get(1)).isNotEqualTo(writeIds.get(2));
  }

  @Test
  void lists_persistence_ids_by_prefix_in_order() {
    var prefix = unique("ids");
    for (var name : List.of("c", "a", "b")) {
      journal.writeNumbered(prefix + name, 1, 2);
    }

    assertThat(get(store.persistenceIds(prefix, "", 10)))
        .containsExactly(prefix + "a", prefix + "b", prefix + "c");
    assertThat(get(store.persistenceIds(prefix, prefix + "a", 1))).containsExactly(prefix + "b");
    assertThat(get(store.persistenceIds(prefix, prefix + "c", 1))).isEmpty();
    assertThat(get(store.persistenceIds("", "", 1000))).contains(prefix + "a");
  }

  @Test
  void a_table_gives_back_what_was_put() {
    var table = store.table(unique("table"));
    get(table.put("p", "k", bytes("one")));
    get(table.put("p", "k", bytes("two")));

    assertThat(get(table.get("p", "k"))).contains(bytes("two"));
    assertThat(get(table.get("p", "other"))).isEmpty();
    assertThat(get(table.get("other", "k"))).isEmpty();
    assertThat(get(store.table(unique("table")).get("p", "k"))).isEmpty();
  }

  @Test
  void a_table_scans_both_ways_from_where_a_reader_stopped() {
    var table = store.table(unique("table"));
    get(table.putAll("p", rows("a", "b", "c", "d")));
    get(table.putAll("p2", rows("x")));

    assertThat(keys(table, Optional.empty(), 10, Order.ASCENDING))
        .containsExactly("a", "b", "c", "d");
    assertThat(keys(table, Optional.of("b"), 1, Order.ASCENDING)).containsExactly("c");
    assertThat(keys(table, Optional.empty(), 2, Order.DESCENDING)).containsExactly("d", "c");
    assertThat(keys(table, Optional.of("c"), 10, Order.DESCENDING)).containsExactly("b", "a");
    assertThat(keys(table, Optional.of("bb"), 10, Order.ASCENDING)).containsExactly("c", "d");
    assertThat(keys(table, Optional.of("d"), 10, Order.ASCENDING)).isEmpty();
    assertThat(keys(table, Optional.empty(), 0, Order.ASCENDING)).isEmpty();
  }

  @Test
  void a_table_forgets_what_was_deleted() {
    var table = store.table(unique("table"));
    get(table.putAll("p", rows("a", "b", "c")));

    get(table.delete("p", List.of("a", "c", "never there")));

    assertThat(keys(table, Optional.empty(), 10, Order.ASCENDING)).containsExactly("b");
  }

  @Test
  void a_table_keeps_many_large_rows_and_an_empty_one() {
    var table = store.table(unique("table"));
    var large = bytes("x".repeat(100_000));
    get(
        table.putAll(
            "p",
            IntStream.range(0, 50).mapToObj(n -> new Row("k%02d".formatted(n), large)).toList()));
    get(table.put("p", "empty", ByteString.emptyByteString()));

    assertThat(get(table.scan("p", Optional.of("k48"), 10, Order.ASCENDING)))
        .containsExactly(new Row("k49", large));
    assertThat(get(table.get("p", "empty"))).contains(ByteString.emptyByteString());
  }

  @Test
  void tells_which_partitions_have_rows() {
    var name = unique("table");
    get(store.table(name).putAll("q", rows("a", "b")));
    get(store.table(name).put("p/1", "a", bytes("one")));
    get(store.table(name).put("gone", "a", bytes("one")));
    get(store.table(name).delete("gone", List.of("a")));

    assertThat(get(store.partitions()))
        .filteredOn(place -> place.table().equals(name))
        .containsExactly(new TablePartition(name, "p/1"), new TablePartition(name, "q"));
  }

  @Test
  void a_name_that_would_leave_its_partition_is_refused() {
    assertThatThrownBy(() -> store.table("a\0b")).hasMessageContaining("NUL");
    assertThatThrownBy(() -> store.table(unique("table")).get("p\0q", "k"))
        .hasMessageContaining("p\\0q");
  }

  @Test
  void a_wake_up_is_due_at_its_time_and_not_before() {
    var task = unique("task");
    var slice = WakeUpIndex.slice(task);
    get(store.wakeUps().schedule(task, NOON));

    assertThat(due(slice, NOON.minusNanos(1))).doesNotContain(new WakeUp(task, NOON));
    assertThat(due(slice, NOON)).contains(new WakeUp(task, NOON));
    assertThat(due((slice + 1) % WakeUpIndex.SLICES, NOON)).doesNotContain(new WakeUp(task, NOON));
  }

  @Test
  void a_task_has_one_wake_up_and_the_last_counts() {
    var task = unique("task");
    var later = NOON.plusSeconds(60);
    var first = store.wakeUps().schedule(task, NOON).toCompletableFuture();
    var second = store.wakeUps().schedule(task, later).toCompletableFuture();
    first.join();
    second.join();

    assertThat(due(WakeUpIndex.slice(task), Instant.MAX))
        .filteredOn(wakeUp -> wakeUp.taskKey().equals(task))
        .containsExactly(new WakeUp(task, later));
  }

  @Test
  void a_removed_wake_up_is_gone_also_right_after_it_was_scheduled() {
    var task = unique("task");
    var scheduled = store.wakeUps().schedule(task, NOON).toCompletableFuture();
    var removed = store.wakeUps().remove(task).toCompletableFuture();
    scheduled.join();
    removed.join();
    get(store.wakeUps().remove(unique("never scheduled")));

    assertThat(due(WakeUpIndex.slice(task), Instant.MAX))
        .extracting(WakeUp::taskKey)
        .doesNotContain(task);
  }

  @Test
  void a_wake_up_that_was_set_again_is_not_removed_by_who_saw_the_earlier_one() {
    var task = unique("task");
    var later = NOON.plusSeconds(60);
    get(store.wakeUps().schedule(task, NOON));
    var again = store.wakeUps().schedule(task, later).toCompletableFuture();
    var stale = store.wakeUps().remove(task, NOON).toCompletableFuture();
    again.join();
    stale.join();

    assertThat(get(store.wakeUps().dueAt(List.of(task)))).containsExactly(Map.entry(task, later));

    get(store.wakeUps().remove(task, later));
    assertThat(get(store.wakeUps().dueAt(List.of(task, unique("other"))))).isEmpty();
    assertThat(due(WakeUpIndex.slice(task), Instant.MAX))
        .extracting(WakeUp::taskKey)
        .doesNotContain(task);
  }

  @Test
  void a_sound_store_is_ready() {
    assertThat(store.ready()).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void wake_ups_come_soonest_first_and_no_more_than_asked_for() {
    var tasks =
        IntStream.range(0, 400)
            .mapToObj(_ -> unique("order"))
            .filter(task -> WakeUpIndex.slice(task) == 3)
            .toList();
    var first = Instant.parse("1969-01-01T00:00:00Z");
    for (var index = 0; index < tasks.size(); index++) {
      get(store.wakeUps().schedule(tasks.get(index), first.minusSeconds(index)));
    }

    assertThat(get(store.wakeUps().due(3, Optional.empty(), first, 5)))
        .extracting(WakeUp::taskKey)
        .containsExactlyElementsOf(tasks.reversed().subList(0, 5));

    var fifth = get(store.wakeUps().due(3, Optional.empty(), first, 5)).getLast();
    get(store.wakeUps().remove(fifth.taskKey()));
    assertThat(get(store.wakeUps().due(3, Optional.of(fifth), first, 4)))
        .extracting(WakeUp::taskKey)
        .containsExactlyElementsOf(tasks.reversed().subList(5, 9));
    assertThat(get(store.wakeUps().due(3, Optional.of(new WakeUp("", first)), first, 4)))
        .extracting(WakeUp::taskKey)
        .containsExactly(tasks.getFirst());
  }

  @Test
  void a_projection_goes_on_where_it_was() {
    var projection = unique("projection");
    var uuid = Offset.timeBasedUUID(UUID.fromString("7e0d5a50-c5f5-11f0-8de9-0242ac120002"));
    assertThat(get(store.offsets().load(projection))).isEqualTo(Offset.noOffset());

    get(store.offsets().save(projection, Offset.sequence(17)));
    assertThat(get(store.offsets().load(projection))).isEqualTo(Offset.sequence(17));
    get(store.offsets().save(projection, uuid));
    assertThat(get(store.offsets().load(projection))).isEqualTo(uuid);
  }

  private List<WakeUp> due(int slice, Instant until) {
    return get(store.wakeUps().due(slice, Optional.empty(), until, 10_000));
  }

  private static List<String> keys(Table table, Optional<String> after, int limit, Order order) {
    return get(table.scan("p", after, limit, order)).stream().map(Row::key).toList();
  }

  private static List<Row> rows(String... keys) {
    return List.of(keys).stream().map(key -> new Row(key, bytes(key))).toList();
  }

  private static ByteString bytes(String text) {
    return ByteString.fromString(text);
  }

  /** Behind all that is stored, and before all that comes: some stores count in milliseconds. */
  private static Instant soon() {
    var next = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusMillis(2);
    while (Instant.now().isBefore(next.plusMillis(2))) {
      Thread.onSpinWait();
    }
    return next;
  }

  private static String unique(String name) {
    return name + "-" + UUID.randomUUID();
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
