package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two nodes on one Cassandra, each of which remembers what it wrote itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoWakeUpIndexesTest {
  private static final Instant SOON = Instant.parse("2030-01-01T00:00:00Z");
  private static final Instant LATER = SOON.plusSeconds(600);

  private final ActorTestKit kit = ActorTestKit.create(RealCassandra.config());
  private final CassandraStore store = CassandraStore.get(kit.system());
  private final String task = "default/" + UUID.randomUUID();
  private Instant now = Instant.now();
  private final CassandraWakeUpIndex one = new CassandraWakeUpIndex(store.cql(), () -> now);
  private final CassandraWakeUpIndex other = new CassandraWakeUpIndex(store.cql(), () -> now);

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  private Map<String, Instant> due() {
    return get(one.dueAt(List.of(task)));
  }

  @Test
  void what_was_written_just_now_is_removed_and_what_another_has_written_since_stays() {
    get(one.schedule(task, SOON));
    get(one.remove(task));
    assertThat(due()).isEmpty();

    get(one.schedule(task, SOON));
    now = now.plusMillis(5);
    get(other.schedule(task, LATER));
    get(one.remove(task));
    assertThat(due()).containsEntry(task, LATER);

    get(one.remove(task));
    assertThat(due()).isEmpty();
  }

  @Test
  void a_while_later_what_another_has_written_is_found_and_removed() {
    get(one.schedule(task, SOON));
    get(other.schedule(task, LATER));
    now = now.plus(Duration.ofSeconds(11));
    get(one.remove(task));

    assertThat(due()).isEmpty();
  }

  @Test
  void a_clock_that_is_behind_sets_later_than_a_removal() {
    get(one.schedule(task, SOON));
    now = now.minusSeconds(5);
    get(other.schedule(task, LATER));
    now = now.plusSeconds(5);
    get(one.remove(task));

    assertThat(due()).containsEntry(task, LATER);
    get(other.remove(task));
  }
}
