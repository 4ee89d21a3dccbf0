package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.Store;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.persistence.Stores;
import dev.troupe.persistence.contract.Counter;
import dev.troupe.persistence.contract.Counter.Add;
import dev.troupe.persistence.contract.Counter.Added;
import dev.troupe.persistence.contract.Counter.Get;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Journals that are removed, and begin anew under the fence. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgettingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ActorTestKit first = ActorTestKit.create(RealCassandra.config());
  private final ActorTestKit next = ActorTestKit.create(RealCassandra.config());
  private String id = "";

  @BeforeEach
  void begin() {
    id = "counter-" + UUID.randomUUID();
  }

  @AfterAll
  void shutDown() {
    List.of(first, next).forEach(ActorTestKit::shutdownTestKit);
  }

  @Test
  void a_journal_that_was_taken_over_leaves_no_writers_to_the_one_that_follows_it() {
    var writers = ((CassandraStore) Stores.get(next.system())).writers();
    var begun = host(first);
    add(first, begun, 1);
    first.stop(begun);
    var taken = host(next);
    add(next, taken, 2);
    assertThat(writers.recorded(id).toCompletableFuture().join()).isPresent();

    assertThat(forget(Instant.now())).isTrue();

    assertThat(writers.recorded(id).toCompletableFuture().join()).isEmpty();
    next.stop(taken);
    var anew = host(next);
    add(next, anew, 10);
    add(next, anew, 20);
    next.stop(anew);
    var last = host(first);
    assertThat(sum(first, last)).isEqualTo(30);
    add(first, last, 30);
    assertThat(amounts()).containsExactly(10, 20, 30);
    first.stop(last);
    assertThat(sum(next, host(next))).isEqualTo(60);
  }

  /** As it would arrive, had it been sent before the journal began anew. */
  @Test
  void a_deletion_that_arrives_late_takes_nothing_of_what_follows() {
    var counter = host(first);
    add(first, counter, 1);
    var before = Instant.now();
    assertThat(forget(before)).isTrue();
    first.stop(counter);
    var anew = host(first);
    add(first, anew, 10);

    var cql = ((CassandraStore) store()).cql();
    var late = new Forgetting(cql, ((CassandraStore) store()).writers(), id, before);
    late.removeAll(1).toCompletableFuture().join();

    assertThat(amounts()).containsExactly(10);
    assertThat(store().persistenceIds(id, "", 2).toCompletableFuture().join()).hasSize(1);
    assertThat(forget(Instant.now())).isTrue();
    first.stop(anew);
  }

  @Test
  void what_begins_anew_stays_though_the_clock_of_who_removed_was_ahead() {
    var counter = host(first);
    add(first, counter, 1);
    assertThat(forget(Instant.now().plus(Duration.ofHours(1)))).isTrue();
    assertThat(amounts()).isEmpty();
    assertThat(store().persistenceIds(id, "", 2).toCompletableFuture().join()).isEmpty();
    first.stop(counter);

    var anew = host(first);
    add(first, anew, 10);

    assertThat(amounts()).containsExactly(10);
    assertThat(forget(Instant.now())).isTrue();
    first.stop(anew);
  }

  private Store store() {
    return Stores.get(first.system());
  }

  private boolean forget(Instant before) {
    return store().forget(id, before).toCompletableFuture().join();
  }

  private List<Integer> amounts() {
    return store().events(id, 0, 100).toCompletableFuture().join().stream()
        .map(StoredEvent::event)
        .map(event -> ((Added) event).amount())
        .toList();
  }

  /** An entity that has recovered. */
  private ActorRef<Counter.Command> host(ActorTestKit kit) {
    var entity = kit.spawn(Counter.create(id));
    sum(kit, entity);
    return entity;
  }

  private static void add(ActorTestKit kit, ActorRef<Counter.Command> counter, int amount) {
    var probe = kit.<Done>createTestProbe();
    counter.tell(new Add(amount, 1, probe.getRef()));
    probe.receiveMessage(PATIENCE);
  }

  private static int sum(ActorTestKit kit, ActorRef<Counter.Command> counter) {
    var probe = kit.<Integer>createTestProbe();
    counter.tell(new Get(probe.getRef()));
    return probe.receiveMessage(PATIENCE);
  }
}
