package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import dev.troupe.persistence.Stores;
import dev.troupe.persistence.contract.Counter;
import dev.troupe.persistence.contract.Counter.Add;
import dev.troupe.persistence.contract.Counter.Added;
import dev.troupe.persistence.contract.Counter.Get;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Processes that host the same entity, which no fence of Cassandra forbids: actor systems here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FenceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ActorTestKit old = ActorTestKit.create(config());
  private final ActorTestKit next = ActorTestKit.create(config());
  private final ActorTestKit last = ActorTestKit.create(config());

  Config config() {
    return RealCassandra.config();
  }

  @AfterAll
  void shutDown() {
    List.of(old, next, last).forEach(ActorTestKit::shutdownTestKit);
  }

  @Test
  void what_a_replaced_writer_adds_does_not_count_and_is_kept() {
    var id = newId();
    var zombie = host(old, id);
    add(old, zombie, 1);
    add(old, zombie, 2);
    var rightful = host(next, id);
    add(old, zombie, 100);
    add(next, rightful, 10);
    add(old, zombie, 200);
    add(old, zombie, 300);

    var third = host(last, id);
    assertThat(sum(last, third)).isEqualTo(13);
    add(last, third, 20);

    assertThat(amounts(id)).containsExactly(1, 2, 10, 20);
    assertThat(contested(id))
        .containsExactlyInAnyOrder("3 100 no", "3 10 yes", "4 200 no", "4 20 yes", "5 300 no");
  }

  @Test
  void a_recovery_that_completes_tags_takes_those_of_events_that_count() {
    var id = newId();
    var zombie = host(old, id);
    add(old, zombie, 2);
    var rightful = host(next, id);
    add(old, zombie, 100);
    add(old, zombie, 200);
    add(next, rightful, 10);
    add(next, rightful, 20);
    forgetTags(id);

    var third = host(last, id);
    add(last, third, 30);
    assertThat(sum(last, third)).isEqualTo(62);
    assertThat(amounts(id)).containsExactly(2, 10, 20, 30);
    assertThat(sum(next, host(next, newId()))).isZero();
  }

  /** As if their writers had ended between events and tags. */
  private static void forgetTags(String id) {
    for (var table : List.of("tag_write_progress", "tag_scanning")) {
      RealCassandra.run("DELETE FROM troupe.%s WHERE persistence_id = '%s'".formatted(table, id));
    }
  }

  @Test
  void the_later_writer_counts_though_it_wrote_first() {
    var id = newId();
    var zombie = host(old, id);
    add(old, zombie, 1);
    var rightful = host(next, id);
    add(next, rightful, 10);
    add(old, zombie, 100);

    assertThat(sum(last, host(last, id))).isEqualTo(11);
    assertThat(amounts(id)).containsExactly(1, 10);
  }

  @Test
  void two_that_have_begun_the_same_journal_are_told_apart() {
    var id = newId();
    var zombie = host(old, id);
    var rightful = host(next, id);
    add(next, rightful, 10);
    add(old, zombie, 100);
    add(old, zombie, 200);
    add(next, rightful, 20);
    add(old, zombie, 300);

    assertThat(sum(last, host(last, id))).isEqualTo(30);
    assertThat(amounts(id)).containsExactly(10, 20);
  }

  @Test
  void whoever_takes_over_and_writes_nothing_takes_nothing_away() {
    var id = newId();
    var first = host(old, id);
    add(old, first, 1);
    assertThat(sum(next, host(next, id))).isEqualTo(1);
    add(old, first, 2);

    assertThat(sum(last, host(last, id))).isEqualTo(3);
    assertThat(contested(id)).isEmpty();
  }

  @Test
  void of_three_writers_each_counts_for_its_own_part() {
    var id = newId();
    var first = host(old, id);
    add(old, first, 1);
    var second = host(next, id);
    add(next, second, 10);
    var third = host(last, id);
    add(last, third, 20);
    add(next, second, 100);
    add(old, first, 200);
    add(next, second, 300);

    assertThat(amounts(id)).containsExactly(1, 10, 20);
    assertThat(sum(old, host(old, id))).isEqualTo(31);
  }

  private static String newId() {
    return "counter-" + UUID.randomUUID();
  }

  /** An entity that has recovered. */
  private static ActorRef<Counter.Command> host(ActorTestKit kit, String id) {
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

  private List<Integer> amounts(String id) {
    var events = Stores.get(last.system()).events(id, 0, 100).toCompletableFuture().join();
    for (var i = 0; i < events.size(); i++) {
      assertThat(events.get(i).sequenceNumber()).isEqualTo(i + 1);
    }
    return events.stream().map(event -> ((Added) event.event()).amount()).toList();
  }

  private List<String> contested(String id) {
    return Stores.get(last.system()).contested(id).toCompletableFuture().join().stream()
        .map(found ->
            "%d %d %s"
                .formatted(
                    found.event().sequenceNumber(),
                    ((Added) found.event().event()).amount(),
                    found.counts() ? "yes" : "no"))
        .toList();
  }
}
