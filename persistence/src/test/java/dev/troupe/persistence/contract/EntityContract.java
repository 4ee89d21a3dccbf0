package dev.troupe.persistence.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.persistence.Stores;
import dev.troupe.persistence.contract.Counter.Add;
import dev.troupe.persistence.contract.Counter.Get;
import dev.troupe.persistence.contract.Counter.Stop;
import java.util.UUID;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An event-sourced entity on a store: what it was is what it is again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EntityContract {
  private final ActorTestKit kit;

  /**
   * @param config the store under test
   */
  protected EntityContract(Config config) {
    kit = ActorTestKit.create(config);
  }

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  @Test
  void comes_back_from_its_events() {
    var id = newId();
    var first = kit.spawn(Counter.create(id));
    add(first, 3, 1);
    add(first, 4, 2);
    stop(first);

    assertThat(sum(kit.spawn(Counter.create(id)))).isEqualTo(11);
  }

  @Test
  void comes_back_from_a_snapshot_and_the_events_behind_it() {
    var id = newId();
    var first = kit.spawn(Counter.create(id));
    for (var round = 0; round < 25; round++) {
      add(first, 1, 1);
    }
    stop(first);

    var second = kit.spawn(Counter.create(id));
    assertThat(sum(second)).isEqualTo(25);
    add(second, 1, 1);
    assertThat(sum(second)).isEqualTo(26);
  }

  @Test
  void events_of_one_command_share_a_write_id_and_number_without_gap() {
    var id = newId();
    var entity = kit.spawn(Counter.create(id));
    add(entity, 1, 2);
    add(entity, 2, 3);

    var events = Stores.get(kit.system()).events(id, 0, 100).toCompletableFuture().join();

    assertThat(events).extracting(StoredEvent::sequenceNumber).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(events.subList(0, 2))
        .extracting(StoredEvent::writeId)
        .containsOnly(writeId(events.getFirst()));
    assertThat(events.subList(2, 5))
        .extracting(StoredEvent::writeId)
        .containsOnly(writeId(events.getLast()));
    assertThat(writeId(events.getFirst())).isNotEqualTo(writeId(events.getLast()));
    assertThat(events.getLast().tags()).containsExactly(Counter.EVEN);
    assertThat(events.getLast().event()).isEqualTo(new Counter.Added(2));
  }

  private static String writeId(StoredEvent event) {
    return event.writeId();
  }

  private static String newId() {
    return "counter-" + UUID.randomUUID();
  }

  private void add(ActorRef<Counter.Command> counter, int amount, int times) {
    var probe = kit.<Done>createTestProbe();
    counter.tell(new Add(amount, times, probe.getRef()));
    probe.receiveMessage();
  }

  private int sum(ActorRef<Counter.Command> counter) {
    var probe = kit.<Integer>createTestProbe();
    counter.tell(new Get(probe.getRef()));
    return probe.receiveMessage();
  }

  private void stop(ActorRef<Counter.Command> counter) {
    var probe = kit.<Done>createTestProbe();
    counter.tell(new Stop(probe.getRef()));
    probe.receiveMessage();
    probe.expectTerminated(counter);
  }
}
