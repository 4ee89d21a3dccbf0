package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two processes on one Cassandra, both of which take themselves for the home of an entity. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TakeOverTest {
  private final ActorTestKit kit = ActorTestKit.create(RealCassandra.config(PlainPlugin.SETTINGS));
  private final CassandraStore store = CassandraStore.get(kit.system());
  private final Writers writers = store.writers();
  private final ActorRef actor = Adapter.toClassic(kit.createTestProbe().getRef());

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  /** A process with claims of its own. */
  private final class Host {
    private final Lives lives;
    private final TakeOver takeOver;
    private volatile boolean isSuspended;

    Host(String name, Strangers strangers) {
      var claims =
          new Claims(
              store.cql(),
              Strangers.process(name, UUID.randomUUID().toString()),
              InstantSource.system(),
              strangers);
      this.lives = new Lives(claims, () -> isSuspended);
      this.takeOver = new TakeOver(lives, writers, () -> isSuspended);
    }

    Life begin(String id) {
      return result(takeOver.begin(id, actor));
    }

    /** Its entity is recovered behind a write that was given up. */
    Life beginAgain(Life life) {
      lives.writing(life, CompletableFuture.failedFuture(new IllegalStateException("no answer")));
      return begin(life.persistenceId());
    }
  }

  private Host process(String name) {
    return new Host(name, Nodes.NONE.strangers());
  }

  private static String newId() {
    return "entity-" + UUID.randomUUID();
  }

  private static <T> T result(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  @Test
  void who_was_replaced_learns_it_with_its_first_event_and_with_its_next_recovery() {
    var id = newId();
    var old = process("old");
    var zombie = old.begin(id);
    var next = process("next");
    var rightful = next.begin(id);
    result(next.takeOver.announce(rightful, 5));

    assertThatThrownBy(() -> result(old.takeOver.announce(zombie, 5)))
        .hasCauseInstanceOf(Replaced.class);
    assertThatThrownBy(() -> old.begin(id)).hasCauseInstanceOf(Replaced.class);
    assertThat(result(writers.lineage(id)).lastEpoch()).isEqualTo(rightful.epoch());
    assertThat(next.begin(id).epoch()).isEqualTo(rightful.epoch());
  }

  @Test
  void a_failed_write_does_not_make_who_was_replaced_the_owner_again() {
    var id = newId();
    var old = process("old");
    var zombie = old.begin(id);
    var next = process("next");
    var rightful = next.begin(id);

    assertThatThrownBy(() -> old.beginAgain(zombie)).hasCauseInstanceOf(Replaced.class);
    assertThatThrownBy(() -> old.begin(id)).hasCauseInstanceOf(Replaced.class);
    assertThat(next.beginAgain(rightful).epoch()).isGreaterThan(rightful.epoch());
  }

  @Test
  void a_claim_that_another_has_come_before_takes_nothing_from_it() {
    var id = newId();
    process("first").begin(id);
    var next = process("next");
    var nodes = new Nodes();
    var late = new Host("late", nodes.strangers()).takeOver.begin(id, actor);
    nodes.awaitAsked();
    var rightful = next.begin(id);
    nodes.answer();

    assertThatThrownBy(() -> result(late))
        .hasCauseInstanceOf(NotClaimed.class)
        .hasMessageContaining("was claimed by next")
        .cause()
        .isNotInstanceOf(Replaced.class);
    assertThat(next.beginAgain(rightful).epoch()).isGreaterThan(rightful.epoch());
  }

  @Test
  void who_is_suspended_while_it_claims_takes_nothing_over() {
    var id = newId();
    var first = process("first");
    var before = first.begin(id);
    var nodes = new Nodes();
    var suspended = new Host("suspended", nodes.strangers());
    var late = suspended.takeOver.begin(id, actor);
    nodes.awaitAsked();
    suspended.isSuspended = true;
    nodes.answer();

    assertThatThrownBy(() -> result(late)).hasMessageContaining("suspended");
    assertThat(first.beginAgain(before).epoch()).isGreaterThan(before.epoch());
  }

  @Test
  void an_entity_that_has_ended_while_it_claimed_takes_nothing_over() {
    var id = newId();
    var first = process("first");
    var before = first.begin(id);
    var nodes = new Nodes();
    var entity = kit.spawn(Behaviors.ignore());
    var late = new Host("late", nodes.strangers()).takeOver.begin(id, Adapter.toClassic(entity));
    nodes.awaitAsked();
    kit.stop(entity);
    nodes.answer();

    assertThatThrownBy(() -> result(late)).hasMessageContaining("is not here any more");
    assertThat(first.beginAgain(before).epoch()).isGreaterThan(before.epoch());
  }

  @Test
  void what_a_node_of_another_cluster_holds_stays_with_it_as_long_as_it_lives() {
    var id = newId();
    var here = process("here");
    var life = here.begin(id);
    var nodes = new Nodes("here");
    var elsewhere = new Host("elsewhere", nodes.strangers());
    nodes.answer();

    assertThatThrownBy(() -> elsewhere.begin(id))
        .hasCauseInstanceOf(NotClaimed.class)
        .hasMessageContaining("two clusters share a keyspace");
    assertThat(here.beginAgain(life).epoch()).isGreaterThan(life.epoch());

    nodes.seen.clear();
    assertThat(elsewhere.begin(id).epoch()).isGreaterThan(life.epoch());
  }

  @Test
  void a_shard_goes_from_node_to_node_of_one_cluster_though_both_live() {
    var id = newId();
    var nodes = new Nodes("one", "two").withMembers("one", "two");
    var one = new Host("one", nodes.strangers());
    var two = new Host("two", nodes.strangers());
    nodes.answer();

    var first = one.begin(id);
    var second = two.begin(id);

    assertThat(second.epoch()).isGreaterThan(first.epoch());
    assertThat(two.beginAgain(second).epoch()).isGreaterThan(second.epoch());
  }

  @Test
  void whoever_holds_it_goes_above_a_writer_whose_clock_was_ahead() {
    var id = newId();
    var ahead = System.currentTimeMillis() + 3_600_000;
    result(writers.save(id, new Lineage(List.of(new Lineage.Writer(ahead, 1)))));

    var life = process("here").begin(id);

    assertThat(life.epoch()).isGreaterThan(ahead);
    assertThat(life.lineage().lastEpoch()).isEqualTo(ahead);
  }

  @Test
  void who_was_suspended_begins_and_announces_nothing() {
    var id = newId();
    var process = process("here");
    var life = process.begin(id);
    process.isSuspended = true;

    assertThatThrownBy(() -> process.begin(id)).hasMessageContaining("suspended");
    assertThatThrownBy(() -> result(process.takeOver.announce(life, 5)))
        .hasMessageContaining("suspended");
    assertThat(result(writers.lineage(id))).isEqualTo(Lineage.UNKNOWN);
  }
}
