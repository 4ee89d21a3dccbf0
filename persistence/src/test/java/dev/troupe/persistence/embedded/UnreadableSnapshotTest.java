package dev.troupe.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.contract.Counter;
import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** A snapshot is a cache: one that nobody can read any more costs time, not the entity. */
class UnreadableSnapshotTest {

  @Test
  void is_passed_over_for_the_events() {
    var kit = ActorTestKit.create();
    try {
      var first = kit.spawn(Counter.create("c"));
      var done = kit.<Done>createTestProbe();
      first.tell(new Counter.Add(2, 3, done.getRef()));
      done.receiveMessage();
      first.tell(new Counter.Stop(done.getRef()));
      done.receiveMessage();
      done.expectTerminated(first);
      var unknown = new Payload(987_654, "gone", ByteString.fromString("?"));
      EmbeddedStore.get(kit.system())
          .snapshots()
          .save("c", 3, new SnapshotRecord(1, Optional.empty(), unknown))
          .toCompletableFuture()
          .join();

      var sum = kit.<Integer>createTestProbe();
      kit.spawn(Counter.create("c")).tell(new Counter.Get(sum.getRef()));

      assertThat(sum.receiveMessage()).isEqualTo(6);
    } finally {
      kit.shutdownTestKit();
    }
  }
}
