package dev.troupe.persistence.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.persistence.DeleteSnapshotSuccess;
import org.apache.pekko.persistence.DeleteSnapshotsSuccess;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.SaveSnapshotSuccess;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotProtocol;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import scala.jdk.javaapi.OptionConverters;

/** What Pekko asks of a snapshot store: the properties of its own test kit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SnapshotContract {
  private final ActorTestKit kit;
  private final TestKit probe;
  private final ActorRef snapshots;
  private final List<SnapshotMetadata> saved = new ArrayList<>();
  private String id = "";

  /**
   * @param config the store under test
   */
  protected SnapshotContract(Config config) {
    kit = ActorTestKit.create(config);
    probe = new TestKit(kit.system().classicSystem());
    snapshots =
        Persistence.get(kit.system().classicSystem()).snapshotStoreFor("", ConfigFactory.empty());
  }

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void saveFiveSnapshots() {
    id = "snapshots-" + UUID.randomUUID();
    saved.clear();
    for (var number = 11; number <= 15; number++) {
      saved.add(save(number, "s-" + number));
      awaitNextMillisecond();
    }
  }

  @Test
  void finds_nothing_for_an_unknown_id() {
    assertThat(load("unknown-" + id, SnapshotSelectionCriteria.latest())).isEmpty();
  }

  @Test
  void finds_nothing_outside_the_criteria() {
    assertThat(load(id, upTo(10, Long.MAX_VALUE))).isEmpty();
    assertThat(load(id, upTo(Long.MAX_VALUE, saved.getFirst().timestamp() - 1))).isEmpty();
    assertThat(load(id, SnapshotSelectionCriteria.none())).isEmpty();
  }

  @Test
  void loads_the_youngest() {
    var found = load(id, SnapshotSelectionCriteria.latest()).orElseThrow();

    assertThat(found.metadata()).isEqualTo(saved.getLast());
    assertThat(found.snapshot()).isEqualTo("s-15");
  }

  @Test
  void loads_the_youngest_up_to_a_sequence_number() {
    assertThat(payload(upTo(13, Long.MAX_VALUE))).contains("s-13");
    assertThat(payload(upTo(99, Long.MAX_VALUE))).contains("s-15");
    snapshots.tell(
        new SnapshotProtocol.LoadSnapshot(id, SnapshotSelectionCriteria.latest(), 12),
        probe.getRef());
    assertThat(
            probe
                .expectMsgClass(SnapshotProtocol.LoadSnapshotResult.class)
                .snapshot()
                .get()
                .snapshot())
        .isEqualTo("s-12");
  }

  @Test
  void loads_the_youngest_up_to_a_timestamp() {
    assertThat(payload(upTo(99, saved.get(2).timestamp()))).contains("s-13");
    assertThat(payload(upTo(12, saved.get(2).timestamp()))).contains("s-12");
  }

  @Test
  void deletes_one_by_its_metadata() {
    var deleted = saved.getLast();
    snapshots.tell(new SnapshotProtocol.DeleteSnapshot(deleted), probe.getRef());
    probe.expectMsgEquals(new DeleteSnapshotSuccess(deleted));

    assertThat(payload(SnapshotSelectionCriteria.latest())).contains("s-14");
  }

  @Test
  void deletes_one_by_its_number_alone() {
    var deleted = new SnapshotMetadata(id, 15, 0);
    snapshots.tell(new SnapshotProtocol.DeleteSnapshot(deleted), probe.getRef());
    probe.expectMsgEquals(new DeleteSnapshotSuccess(deleted));

    assertThat(payload(SnapshotSelectionCriteria.latest())).contains("s-14");
  }

  @Test
  protected void does_not_delete_one_of_another_timestamp() {
    assertThat(youngestAfterDeletionOfTheLastByAnotherTimestamp()).contains("s-15");
  }

  protected final Optional<Object> youngestAfterDeletionOfTheLastByAnotherTimestamp() {
    var other = new SnapshotMetadata(id, 15, saved.getLast().timestamp() + 1000);
    snapshots.tell(new SnapshotProtocol.DeleteSnapshot(other), probe.getRef());
    probe.expectMsgEquals(new DeleteSnapshotSuccess(other));
    return payload(SnapshotSelectionCriteria.latest());
  }

  @Test
  void deletes_all_that_fit_and_no_other() {
    var criteria = upTo(13, saved.get(2).timestamp());
    snapshots.tell(new SnapshotProtocol.DeleteSnapshots(id, criteria), probe.getRef());
    probe.expectMsgEquals(new DeleteSnapshotsSuccess(criteria));

    assertThat(load(id, criteria)).isEmpty();
    assertThat(payload(upTo(14, Long.MAX_VALUE))).contains("s-14");
    assertThat(payload(SnapshotSelectionCriteria.latest())).contains("s-15");
  }

  @Test
  void replaces_one_of_the_same_number() {
    save(15, "again");

    assertThat(payload(SnapshotSelectionCriteria.latest())).contains("again");
  }

  @Test
  void keeps_metadata() {
    var metadata = new SnapshotMetadata(id, 16, 0).withMetadata("meta");
    snapshots.tell(new SnapshotProtocol.SaveSnapshot(metadata, "s-16"), probe.getRef());
    probe.expectMsgClass(SaveSnapshotSuccess.class);

    assertThat(
            load(id, SnapshotSelectionCriteria.latest()).orElseThrow().metadata().metadata().get())
        .isEqualTo("meta");
  }

  @Test
  void keeps_a_large_one() {
    var large = "x".repeat(1 << 20);
    save(16, large);

    assertThat(payload(SnapshotSelectionCriteria.latest())).contains(large);
  }

  private static SnapshotSelectionCriteria upTo(long number, long timestamp) {
    return SnapshotSelectionCriteria.create(number, timestamp);
  }

  private SnapshotMetadata save(long number, Object snapshot) {
    var metadata = new SnapshotMetadata(id, number, 0);
    snapshots.tell(new SnapshotProtocol.SaveSnapshot(metadata, snapshot), probe.getRef());
    return probe.expectMsgClass(SaveSnapshotSuccess.class).metadata();
  }

  private Optional<SelectedSnapshot> load(String wanted, SnapshotSelectionCriteria criteria) {
    snapshots.tell(
        new SnapshotProtocol.LoadSnapshot(wanted, criteria, Long.MAX_VALUE), probe.getRef());
    return OptionConverters.toJava(
        probe.expectMsgClass(SnapshotProtocol.LoadSnapshotResult.class).snapshot());
  }

  private Optional<Object> payload(SnapshotSelectionCriteria criteria) {
    return load(id, criteria).map(SelectedSnapshot::snapshot);
  }

  private static void awaitNextMillisecond() {
    var now = System.currentTimeMillis();
    while (System.currentTimeMillis() == now) {
      Thread.onSpinWait();
    }
  }
}
