package dev.troupe.agents.shared;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.Node;
import dev.troupe.cluster.NodeConfiguration;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ddata.ORSet;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Two nodes of one cluster. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplicatedKnowledgeTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Entries.AT);

  private Node first;
  private Node second;
  private SharedKnowledge here;
  private SharedKnowledge there;

  private static Node node(String settings) throws Exception {
    return Node.start(NodeConfiguration.load(ConfigFactory.parseString(settings), null))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  @BeforeAll
  void start() throws Exception {
    first = node("");
    second =
        node(
            "pekko.cluster.seed-nodes = [\"%s\"]"
                .formatted(Cluster.get(first.system()).selfAddress()));
    here = ReplicatedKnowledge.on(first.system(), CLOCK);
    there = ReplicatedKnowledge.on(second.system(), CLOCK);
  }

  @AfterAll
  void stop() throws Exception {
    second.stop().toCompletableFuture().get(40, TimeUnit.SECONDS);
    first.stop().toCompletableFuture().get(40, TimeUnit.SECONDS);
  }

  private static List<Entry> read(SharedKnowledge knowledge, String task) {
    return knowledge.read(task).toCompletableFuture().join();
  }

  private void await(Runnable assertion) {
    ActorSystem<?> system = first.system();
    TestProbe.create(system)
        .awaitAssert(
            Duration.ofSeconds(20),
            () -> {
              assertion.run();
              return true;
            });
  }

  @Test
  void is_read_at_once_where_it_was_published_and_soon_elsewhere() {
    var entry = Entries.published("default/a", "researcher/1", "It rains.", 1);
    here.publish(List.of(entry));
    assertThat(read(here, "default/a")).containsExactly(entry);
    await(() -> assertThat(read(there, "default/a")).containsExactly(entry));
    assertThat(read(there, "default/b")).isEmpty();
  }

  @Test
  void is_gone_on_all_nodes_when_the_task_has_ended() {
    var entry = Entries.published("default/c", "researcher/1", "It rains.", 1);
    here.publish(List.of(entry));
    await(() -> assertThat(read(there, "default/c")).hasSize(1));
    there.forget("default/c");
    await(() -> {
      assertThat(read(here, "default/c")).isEmpty();
      assertThat(read(there, "default/c")).isEmpty();
    });
  }

  private static List<Seen> seen(SharedKnowledge knowledge, String task) {
    return knowledge.seen(task).toCompletableFuture().join();
  }

  @Test
  void what_agents_on_both_nodes_have_read_is_known_to_both_until_the_task_ends() {
    var passage = new Seen("a.md", "p-1");
    var page = new Seen("https://b.org/", null);
    here.saw("default/s", List.of(passage), Entries.AT);
    there.saw("default/s", List.of(page), Entries.AT);
    await(() -> {
      assertThat(seen(here, "default/s")).containsExactly(passage, page);
      assertThat(seen(there, "default/s")).containsExactly(passage, page);
    });
    assertThat(seen(there, "default/t")).isEmpty();

    there.forget("default/s");
    await(() -> {
      assertThat(seen(here, "default/s")).isEmpty();
      assertThat(seen(there, "default/s")).isEmpty();
    });
  }

  /** Removes what is due only when it is told to. */
  private ReplicatedKnowledge here(InstantSource clock) {
    return new ReplicatedKnowledge(
        first.system(), Bounds.of(first.system().settings().config()), clock);
  }

  @Test
  void what_was_read_when_the_task_ended_is_removed_later() {
    var now = new AtomicReference<>(Entries.AT);
    var ended = here(now::get);
    ended.forget("default/u");
    ended.removeEnded();
    ended.saw("default/u", List.of(new Seen("a.md", "p-1")), Entries.AT);
    await(() -> assertThat(seen(here, "default/u")).hasSize(1));

    now.set(Entries.AT.plusSeconds(20));
    ended.removeEnded();
    await(() -> assertThat(seen(here, "default/u")).isEmpty());
  }

  @Test
  void what_was_under_way_when_the_task_ended_is_removed_later_and_nothing_else() {
    var now = new AtomicReference<>(Entries.AT);
    var ended = here(now::get);
    var kept = Entries.published("default/k", "researcher/1", "It rains.", 1);
    ended.forget("default/f");
    ended.removeEnded();
    ended.publish(List.of(Entries.published("default/f", "researcher/1", "It rains.", 1), kept));
    assertThat(read(here, "default/f")).hasSize(1);

    ended.removeEnded();
    assertThat(read(here, "default/f")).hasSize(1);

    now.set(Entries.AT.plusSeconds(20));
    ended.removeEnded();
    await(() -> assertThat(read(here, "default/f")).isEmpty());
    assertThat(read(here, "default/k")).containsExactly(kept);
  }

  @Test
  void what_a_task_that_goes_on_behind_its_end_is_shown_stays() {
    var now = new AtomicReference<>(Entries.AT);
    var ended = here(now::get);
    ended.forget("default/g");
    ended.goesOn("default/g");
    var entry = Entries.published("default/g", "researcher/1", "It rains.", 1);
    ended.publish(List.of(entry));

    now.set(Entries.AT.plusSeconds(20));
    ended.removeEnded();
    // Behind what a removal would have asked of the replicator.
    assertThat(read(here, "default/g")).containsExactly(entry);
    assertThat(read(here, "default/g")).containsExactly(entry);
  }

  @Test
  void both_sides_of_a_contradiction_from_two_nodes_are_kept() {
    var cheap = Entries.finding("researcher/1", "It costs 3 cents.", 1);
    var dear = Entries.finding("researcher/2", "It costs 30 dollars.", 2, cheap.id());
    here.publish(List.of(new Entry.Published("default/d", cheap)));
    there.publish(List.of(new Entry.Published("default/d", dear)));
    await(() -> {
      assertThat(Findings.of(read(here, "default/d")).contradictions()).hasSize(1);
      assertThat(Findings.of(read(there, "default/d")).contradictions()).hasSize(1);
    });
  }

  /** The serializer of the project's own messages, no class of Java's. */
  @Test
  void entries_cross_the_wire_and_take_little_room() {
    ORSet<Entry> bucket = ORSet.empty();
    for (int number = 0; number < 100; number++) {
      var entry = Entries.published("default/e", "researcher/1", "Claim " + number, number);
      bucket = bucket.add(Entries.node(1), entry);
    }
    var serialization = SerializationExtension.get(first.system());
    var serializer = serialization.findSerializerFor(bucket);
    var bytes = serialization.serialize(bucket).get();
    assertThat(
            serialization
                .deserialize(
                    bytes, serializer.identifier(), Serializers.manifestFor(serializer, bucket))
                .get())
        .isEqualTo(bucket);
    assertThat(bytes.length / 100).as("bytes per finding").isLessThan(100);
    var entry = bucket.getElements().iterator().next();
    assertThat(serialization.findSerializerFor(entry).identifier())
        .as("jackson-cbor")
        .isEqualTo(33);
  }
}
