package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two processes on one Cassandra, both of which take themselves for the home of an entity. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TakeOverTest {
  private final ActorTestKit kit = ActorTestKit.create(RealCassandra.config());
  private final CassandraStore store = CassandraStore.get(kit.system());
  private final Writers writers = store.writers();
  private final String id = "entity-" + UUID.randomUUID();
  private final ActorRef actor = Adapter.toClassic(kit.createTestProbe().getRef());
  private boolean suspended;

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  private TakeOver process(String name) {
    return new TakeOver(lives(name), writers, () -> suspended);
  }

  private Lives lives(String name) {
    return new Lives(new Claims(store.cql(), name + UUID.randomUUID(), InstantSource.system()));
  }

  private static <T> T result(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  @Test
  void who_was_replaced_learns_it_with_its_first_event_and_with_its_next_recovery() {
    var old = process("old");
    var zombie = result(old.begin(id, actor));
    var next = process("next");
    var rightful = result(next.begin(id, actor));
    result(next.announce(rightful, 5));

    assertThatThrownBy(() -> result(old.announce(zombie, 5)))
        .hasCauseInstanceOf(Claims.Replaced.class);
    assertThatThrownBy(() -> result(old.begin(id, actor)))
        .hasCauseInstanceOf(Claims.Replaced.class);
    assertThat(result(writers.lineage(id)).lastEpoch()).isEqualTo(rightful.epoch());
    assertThat(result(next.begin(id, actor)).epoch()).isEqualTo(rightful.epoch());
  }

  @Test
  void a_failed_write_does_not_make_who_was_replaced_the_owner_again() {
    var id = "entity-" + UUID.randomUUID();
    var lives = lives("old");
    var zombie = new Life(id, actor, result(lives.epoch(id, actor)), Lineage.UNKNOWN);
    var rightful = result(process("next").begin(id, actor));

    lives.writing(zombie, CompletableFuture.failedFuture(new IllegalStateException("no answer")));

    assertThatThrownBy(() -> result(lives.epoch(id, actor)))
        .hasCauseInstanceOf(Claims.Replaced.class);
    assertThat(rightful.epoch()).isGreaterThan(zombie.epoch());
  }

  @Test
  void whoever_holds_it_goes_above_a_writer_whose_clock_was_ahead() {
    var id = "entity-" + UUID.randomUUID();
    var ahead = System.currentTimeMillis() + 3_600_000;
    result(writers.save(id, new Lineage(List.of(new Lineage.Writer(ahead, 1)))));

    var life = result(process("here").begin(id, actor));

    assertThat(life.epoch()).isGreaterThan(ahead);
    assertThat(life.lineage().lastEpoch()).isEqualTo(ahead);
  }

  @Test
  void who_was_suspended_takes_nothing_over() {
    var id = "entity-" + UUID.randomUUID();
    var process = process("here");
    var life = result(process.begin(id, actor));
    suspended = true;
    try {
      assertThatThrownBy(() -> result(process.begin(id, actor))).hasMessageContaining("suspended");
      assertThatThrownBy(() -> result(process.announce(life, 5))).hasMessageContaining("suspended");
    } finally {
      suspended = false;
    }
    assertThat(result(writers.lineage(id))).isEqualTo(Lineage.UNKNOWN);
  }
}
