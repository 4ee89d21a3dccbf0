package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.cluster.Halt;
import dev.troupe.persistence.Stores;
import dev.troupe.persistence.contract.Counter;
import dev.troupe.persistence.contract.Counter.Add;
import dev.troupe.persistence.contract.Counter.Added;
import dev.troupe.persistence.contract.Counter.Get;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** From an entity whose place another has taken up to the end of its process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HaltTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final BlockingQueue<String> halts = new LinkedBlockingQueue<>();
  private final ActorTestKit old =
      ActorTestKit.create(
          ActorSystem.create(
              Behaviors.empty(),
              "old",
              BootstrapSetup.create(RealCassandra.config()).and(new Halt(halts::add))));
  private final ActorTestKit next = ActorTestKit.create(RealCassandra.config());

  @AfterAll
  void shutDown() {
    List.of(old, next).forEach(ActorTestKit::shutdownTestKit);
  }

  @Test
  void who_was_replaced_acknowledges_nothing_and_halts() throws Exception {
    var id = "counter-" + UUID.randomUUID();
    add(next, host(next, id), 1);
    var zombie = host(old, id);
    var rightful = host(next, id);
    add(next, rightful, 10);

    var acknowledged = old.<Done>createTestProbe();
    zombie.tell(new Add(100, 1, acknowledged.getRef()));

    assertThat(halts.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .startsWith(id + " was taken over by the epoch ")
        .endsWith("start it again");
    // Its next life begins behind a write that failed, and finds its claim another's.
    assertThat(halts.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .startsWith("journal " + id + " was taken over by ");
    acknowledged.expectNoMessage(Duration.ZERO);
    add(next, rightful, 20);
    assertThat(amounts(id)).containsExactly(1, 10, 20);
    assertThat(Stores.get(next.system()).contested(id).toCompletableFuture().join()).isEmpty();
  }

  /** An entity that has recovered, and is recovered again when it fails. */
  private static ActorRef<Counter.Command> host(ActorTestKit kit, String id) {
    var entity =
        kit.spawn(
            Behaviors.supervise(Counter.create(id))
                .onFailure(
                    SupervisorStrategy.restartWithBackoff(
                        Duration.ofMillis(10), Duration.ofSeconds(1), 0)));
    var probe = kit.<Integer>createTestProbe();
    entity.tell(new Get(probe.getRef()));
    probe.receiveMessage(PATIENCE);
    return entity;
  }

  private static void add(ActorTestKit kit, ActorRef<Counter.Command> counter, int amount) {
    var probe = kit.<Done>createTestProbe();
    counter.tell(new Add(amount, 1, probe.getRef()));
    probe.receiveMessage(PATIENCE);
  }

  private List<Integer> amounts(String id) {
    return Stores.get(next.system()).events(id, 0, 100).toCompletableFuture().join().stream()
        .map(event -> ((Added) event.event()).amount())
        .toList();
  }
}
