package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.Halt;
import dev.troupe.persistence.Stores;
import dev.troupe.persistence.contract.Counter;
import dev.troupe.persistence.contract.Counter.Add;
import dev.troupe.persistence.contract.Counter.Added;
import dev.troupe.persistence.contract.Counter.Get;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.JournalProtocol.RecoverySuccess;
import org.apache.pekko.persistence.JournalProtocol.ReplayMessages;
import org.apache.pekko.persistence.JournalProtocol.ReplayMessagesFailure;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageFailure;
import org.apache.pekko.persistence.JournalProtocol.WriteMessages;
import org.apache.pekko.persistence.JournalProtocol.WriteMessagesFailed;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.PersistentEnvelope;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import scala.jdk.javaapi.CollectionConverters;

/** From an entity whose place another has taken up to the end of its process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HaltTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<String> halts = new CopyOnWriteArrayList<>();
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
  void who_was_replaced_acknowledges_nothing_and_halts() {
    var id = "counter-" + UUID.randomUUID();
    add(next, host(next, id), 1);
    var zombie = new TestKit(old.system().classicSystem());
    recover(zombie, id);
    zombie.fishForMessage(PATIENCE, "recovered", RecoverySuccess.class::isInstance);
    var rightful = host(next, id);
    add(next, rightful, 10);

    write(zombie, id);

    assertThat(zombie.expectMsgClass(PATIENCE, WriteMessagesFailed.class).cause())
        .isInstanceOf(Replaced.class);
    assertThat(zombie.expectMsgClass(WriteMessageFailure.class).message().sequenceNr())
        .isEqualTo(2);
    assertThat(halts)
        .singleElement()
        .asString()
        .startsWith(id + " was taken over by the epoch ")
        .endsWith("start it again");

    recover(zombie, id);

    assertThat(zombie.expectMsgClass(PATIENCE, ReplayMessagesFailure.class).cause())
        .isInstanceOf(Replaced.class);
    assertThat(halts)
        .hasSize(2)
        .last()
        .asString()
        .startsWith("journal " + id + " was taken over by ");
    add(next, rightful, 20);
    assertThat(amounts(id)).containsExactly(1, 10, 20);
    assertThat(Stores.get(next.system()).contested(id).toCompletableFuture().join()).isEmpty();
  }

  private ActorRef journal() {
    return Persistence.get(old.system().classicSystem()).journalFor("", ConfigFactory.empty());
  }

  private void recover(TestKit entity, String id) {
    journal()
        .tell(
            new ReplayMessages(1, Long.MAX_VALUE, Long.MAX_VALUE, id, entity.getRef()),
            entity.getRef());
  }

  private void write(TestKit entity, String id) {
    var event =
        PersistentRepr.apply(new Added(100), 2, id, "", false, ActorRef.noSender(), "a-writer");
    var write = AtomicWrite.apply(CollectionConverters.asScala(List.of(event)).toSeq());
    journal()
        .tell(
            new WriteMessages(
                CollectionConverters.asScala(List.<PersistentEnvelope>of(write)).toSeq(),
                entity.getRef(),
                1),
            entity.getRef());
  }

  /** An entity that has recovered. */
  private static org.apache.pekko.actor.typed.ActorRef<Counter.Command> host(
      ActorTestKit kit, String id) {
    var entity = kit.spawn(Counter.create(id));
    var probe = kit.<Integer>createTestProbe();
    entity.tell(new Get(probe.getRef()));
    probe.receiveMessage(PATIENCE);
    return entity;
  }

  private static void add(
      ActorTestKit kit,
      org.apache.pekko.actor.typed.ActorRef<Counter.Command> counter,
      int amount) {
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
