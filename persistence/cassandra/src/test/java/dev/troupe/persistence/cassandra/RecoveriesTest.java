package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecoveriesTest {
  private final ActorTestKit kit = ActorTestKit.create();
  private final org.apache.pekko.actor.typed.ActorRef<Object> entity =
      kit.spawn(Behaviors.ignore());
  private final ActorRef actor = Adapter.toClassic(entity);
  private final Recoveries recoveries = new Recoveries();

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  @Test
  void only_the_last_of_an_actor_that_lives_is_waited_for() {
    var first = recoveries.begin(actor);
    var second = recoveries.begin(actor);

    assertThat(recoveries.isAwaited(actor, first)).isFalse();
    assertThat(recoveries.isAwaited(actor, second)).isTrue();

    kit.stop(entity);
    assertThat(recoveries.isAwaited(actor, second)).isFalse();
  }

  @Test
  void who_has_ended_is_forgotten() {
    var other = Adapter.toClassic(kit.createTestProbe().getRef());
    var recovery = recoveries.begin(other);
    recoveries.ended(other);

    assertThat(recoveries.isAwaited(other, recovery)).isFalse();
  }
}
