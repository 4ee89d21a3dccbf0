package dev.troupe.supervisor.view;

import static dev.troupe.supervisor.TestNode.eventually;
import static dev.troupe.supervisor.TestNode.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.StoredEvent;
import dev.troupe.supervisor.ApprovalSummary;
import dev.troupe.supervisor.ScriptedTeam;
import dev.troupe.supervisor.TaskSummary;
import dev.troupe.supervisor.TestNode;
import dev.troupe.supervisor.task.TaskId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.javadsl.EventsByTagQuery;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listings that are shown all events again, by a store that keeps what was tagged. */
class ListingsOfRemovedTasksTest {
  private static final String QUESTION =
      """
      {"QueryLanguage":"JSONata","StartAt":"Ask","States":{"Ask":{"Type":"Task","End":true,
        "Resource":"human:approval","Arguments":{"question":"Pay?","expiresInSeconds":600}}}}
      """;

  @TempDir private Path folder;
  private TestNode node;
  private Listing listing;
  private ApprovalListing approvals;

  @BeforeEach
  void start() {
    node = new TestNode(folder, ScriptedTeam.approving());
    listing =
        new Listing(
            node.store.table(Listing.TABLE),
            new LiveStatus(
                node.store.wakeUps(),
                InstantSource.system(),
                id -> node.tasks.get(id.tenant(), id.id()),
                TestNode.LONG));
    approvals = new ApprovalListing(node.store.table(ApprovalListing.TABLE));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private String ended() {
    var id = node.accepted(TestNode.ofMachine("Pay?", QUESTION));
    get(node.tasks.cancel("default", id, "enough"));
    eventually(() -> listed() == 1 && asked() == 1);
    return id;
  }

  private int listed() {
    var all = new TaskSummary.Query("default", null, Map.of(), null, 100);
    return get(node.tasks.list(all)).tasks().size();
  }

  private int asked() {
    var all = new ApprovalSummary.Query("default", null, null, null, 100);
    return get(node.tasks.approvals(all)).approvals().size();
  }

  private List<StoredEvent> events(String id) {
    return get(node.store.events(new TaskId("default", id).persistenceId(), 0, 100));
  }

  private void clear(String id) {
    get(
        listing
            .submittedBefore("default", Instant.now().plusSeconds(1))
            .mapAsync(1, row -> listing.remove("default", row.key()).thenApply(_ -> Done.done()))
            .runWith(Sink.ignore(), node.system()));
    get(approvals.remove(new TaskId("default", id), _ -> CompletableFuture.completedStage(null)));
    assertThat(listed() + asked()).isZero();
  }

  /** Both listings are shown these, a while later. */
  private void show(List<StoredEvent> stored) {
    EventsByTagQuery again = (_, _) -> Source.from(stored).map(ListingsOfRemovedTasksTest::shown);
    var later = Instant.now().plus(Duration.ofMinutes(2));
    var removed = new RemovedTasks(node.store, () -> later);
    for (var stream :
        List.<Source<Done, NotUsed>>of(
            new ListingProjection(0, node.store, listing, again, removed).run(),
            new ApprovalProjection(0, node.store, approvals, again, removed).run())) {
      get(stream.take(1).completionTimeout(TestNode.LONG).runWith(Sink.ignore(), node.system()));
    }
  }

  private static EventEnvelope shown(StoredEvent stored) {
    return new EventEnvelope(
        Offset.sequence(stored.sequenceNumber()),
        stored.persistenceId(),
        stored.sequenceNumber(),
        stored.event(),
        stored.at().toEpochMilli());
  }

  @Test
  void what_is_there_comes_back_and_what_was_removed_does_not() {
    var id = ended();
    var stored = events(id);
    clear(id);
    show(stored);
    assertThat(listed()).isEqualTo(1);
    assertThat(asked()).isEqualTo(1);

    clear(id);
    get(node.store.forget(new TaskId("default", id).persistenceId(), Instant.now().plusMillis(2)));
    show(stored);
    assertThat(listed() + asked()).isZero();
  }
}
