package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.cluster.Presence;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClaimsTest {
  private static final InstantSource STOPPED = InstantSource.fixed(Instant.ofEpochMilli(1_000));

  private static final Strangers NONE = new Strangers(Presence.ALONE, Set::of);

  private final ActorTestKit kit = ActorTestKit.create(RealCassandra.config());
  private final CassandraStore store = CassandraStore.get(kit.system());

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  @Test
  void every_claim_is_higher_than_those_before_though_the_clock_stands_still() {
    var claims = new Claims(store.cql(), "here", STOPPED, NONE);
    var shard = UUID.randomUUID().toString();

    assertThat(List.of(claim(claims, shard), claim(claims, shard), claim(claims, shard)))
        .containsExactly(1_000L, 1_001L, 1_002L);
  }

  @Test
  void a_clock_that_is_behind_does_no_harm() {
    var shard = UUID.randomUUID().toString();
    var first = claim(new Claims(store.cql(), "ahead", InstantSource.system(), NONE), shard);

    assertThat(claim(new Claims(store.cql(), "behind", STOPPED, NONE), shard)).isEqualTo(first + 1);
  }

  @Test
  void of_several_that_claim_at_once_each_gets_a_number_of_its_own_or_is_told_that_it_lost() {
    var shard = UUID.randomUUID().toString();
    var claims =
        IntStream.range(0, 6)
            .mapToObj(node -> new Claims(store.cql(), "node-" + node, STOPPED, NONE))
            .map(node -> node.claim(shard, () -> {}).toCompletableFuture())
            .toList();
    var ended = claims.stream().map(claim -> claim.handle((_, lost) -> lost).join()).toList();

    assertThat(claims.stream().filter(claim -> !claim.isCompletedExceptionally()))
        .isNotEmpty()
        .extracting(CompletableFuture::join)
        .doesNotHaveDuplicates();
    assertThat(ended.stream().filter(Objects::nonNull).map(Cql::cause))
        .allSatisfy(lost -> assertThat(lost).isInstanceOf(NotClaimed.class));
  }

  @Test
  void an_entity_keeps_its_epoch_until_a_write_was_given_up() {
    var lives = new Lives(store.claims(), () -> false);
    var id = "journal-" + UUID.randomUUID();
    var actor = Adapter.toClassic(kit.createTestProbe().getRef());
    var epochs = new ArrayList<Long>();
    epochs.add(lives.epoch(id, actor).toCompletableFuture().join());
    epochs.add(lives.epoch(id, actor).toCompletableFuture().join());
    var life = new Life(id, actor, epochs.getFirst(), Lineage.UNKNOWN);
    var write = new CompletableFuture<Void>();
    lives.writing(life, write);
    var behindIt = lives.epoch(id, actor).toCompletableFuture();
    assertThat(behindIt).isNotDone();
    write.completeExceptionally(new IllegalStateException("no answer"));
    epochs.add(behindIt.join());

    assertThat(epochs.get(1)).isEqualTo(epochs.get(0));
    assertThat(epochs.get(2)).isGreaterThan(epochs.get(1));
  }

  @Test
  void another_actor_has_an_epoch_of_its_own() {
    var lives = new Lives(store.claims(), () -> false);
    var id = "journal-" + UUID.randomUUID();
    var first = epoch(lives, id);

    assertThat(epoch(lives, id)).isGreaterThan(first);
  }

  private long epoch(Lives lives, String id) {
    return lives
        .epoch(id, Adapter.toClassic(kit.createTestProbe().getRef()))
        .toCompletableFuture()
        .join();
  }

  private static long claim(Claims claims, String shard) {
    return claims.claim(shard, () -> {}).toCompletableFuture().join();
  }
}
