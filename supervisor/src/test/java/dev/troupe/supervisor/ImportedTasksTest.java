package dev.troupe.supervisor;

import static dev.troupe.supervisor.TestNode.eventually;
import static dev.troupe.supervisor.TestNode.get;
import static dev.troupe.supervisor.TestNode.submission;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.Assignment;
import dev.troupe.cluster.NodeConfiguration;
import dev.troupe.persistence.archive.ArchiveItem;
import dev.troupe.persistence.archive.ArchiveLines;
import dev.troupe.persistence.archive.Import;
import dev.troupe.supervisor.ApprovalDecision.Choice;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.javadsl.FileIO;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that are exported while they are under way, and go on in another store. */
class ImportedTasksTest {
  private static final String PARENT =
      """
      {"QueryLanguage":"JSONata","StartAt":"Ask","States":{
        "Ask":{"Type":"Task","Resource":"workflow:report",
          "Arguments":{"goal":"How?","knowledge":[]},"End":true}}}
      """;
  private static final String QUESTION =
      """
      {"QueryLanguage":"JSONata","StartAt":"Ask","States":{"Ask":{"Type":"Task","End":true,
        "Resource":"human:approval","Arguments":{"question":"Pay?","expiresInSeconds":600}}}}
      """;
  private static final String TIMER =
      """
      {"StartAt":"Wait","States":{"Wait":{"Type":"Wait","Seconds":1,"End":true}}}
      """;

  @TempDir private Path folder;
  private final ScriptedAgents agents = ScriptedTeam.approving();
  private TestNode node;

  @BeforeEach
  void start() {
    node = new TestNode(folder.resolve("first"), agents);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private List<ArchiveItem> items(ArchiveSelection selection) {
    return get(node.tasks.archive(selection).runWith(Sink.seq(), node.system()));
  }

  private static List<String> journals(List<ArchiveItem> items) {
    return items.stream()
        .filter(ArchiveItem.Event.class::isInstance)
        .map(item -> ((ArchiveItem.Event) item).stored().persistenceId())
        .distinct()
        .toList();
  }

  private static List<String> wakeUps(List<ArchiveItem> items) {
    return items.stream()
        .filter(ArchiveItem.WakeUp.class::isInstance)
        .map(item -> ((ArchiveItem.WakeUp) item).taskKey())
        .toList();
  }

  private static Set<String> tables(List<ArchiveItem> items) {
    return items.stream()
        .filter(ArchiveItem.Row.class::isInstance)
        .map(item -> ((ArchiveItem.Row) item).place().table())
        .collect(Collectors.toSet());
  }

  /** Everything, into a store in another folder; the node is another one behind it. */
  private void move() {
    var file = folder.resolve("all.ndjson");
    get(
        ArchiveLines.of(
                node.system(),
                JsonNodeFactory.instance.objectNode(),
                Instant.now(),
                node.tasks.archive(new ArchiveSelection.Everything(Set.of())))
            .runWith(FileIO.toPath(file), node.system()));
    node.close();
    var second = folder.resolve("second");
    var alone =
        ActorSystem.create(
            Behaviors.empty(),
            "alone",
            NodeConfiguration.load(
                ConfigFactory.parseMap(Map.of("troupe.store.directory", second.toString())), null));
    Import.run(alone, file, Instant.now(), () -> {});
    alone.terminate();
    get(alone.getWhenTerminated());
    node = new TestNode(second, agents);
  }

  @Test
  void what_was_under_way_goes_on_in_the_other_store_and_no_recorded_step_is_repeated() {
    agents.with("writer", _ -> Optional.empty());
    var keyed = node.accepted(submission("How?", "report", "key"));
    var parent = node.accepted(TestNode.ofMachine("How?", PARENT));
    var question = node.accepted(TestNode.ofMachine("Pay?", QUESTION));
    var timer = node.accepted(TestNode.ofMachine("Wait.", TIMER));
    eventually(
        () -> agents.assigned.stream().filter(work -> work.role().equals("writer")).count() == 2);
    var open = new ApprovalSummary.Query("default", question, null, null, 10);
    eventually(() -> get(node.tasks.approvals(open)).approvals().size() == 1);
    agents.assigned.clear();

    move();
    agents.returning("writer", ScriptedTeam::draft);
    assertThat(agents.assigned).isEmpty();
    node.tasks.wakeOldTasks();

    assertThat(node.ended(keyed).outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(node.ended(parent).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(node.ended(timer).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(agents.assigned)
        .extracting(Assignment::role)
        .containsExactlyInAnyOrder("writer", "reviewer", "writer", "reviewer");
    assertThat(node.accepted(submission("How?", "report", "key"))).isEqualTo(keyed);

    eventually(() -> get(node.tasks.approvals(open)).approvals().size() == 1);
    var yes = new ApprovalDecision(Choice.APPROVE, "local", null, null, "so");
    get(node.tasks.decide("default", question + ".1.1", yes));
    assertThat(node.ended(question).status()).isEqualTo(TaskStatus.COMPLETED);
    var all = new TaskSummary.Query("default", TaskStatus.COMPLETED, Map.of(), null, 10);
    eventually(() -> get(node.tasks.list(all)).tasks().size() == 4);
    eventually(() -> get(node.tasks.unfinished()) == 0);
  }

  @Test
  void a_task_comes_with_its_steps_and_what_its_agents_go_by_and_no_other_task() {
    var other = node.accepted(submission("What else?"));
    node.ended(other);
    agents.with("writer", _ -> Optional.empty());
    var parent = node.accepted(TestNode.ofMachine("How?", PARENT));
    eventually(() -> get(node.tasks.unfinished()) == 2);
    eventually(
        () -> agents.assigned.stream().filter(work -> work.role().equals("writer")).count() == 2);

    var items = items(new ArchiveSelection.OneTask("default", parent));

    assertThat(journals(items))
        .hasSize(2)
        .startsWith("Supervisor|default/" + parent)
        .doesNotContain("Supervisor|default/" + other);
    assertThat(wakeUps(items)).hasSize(2).startsWith("default/" + parent);
    assertThat(tables(items)).containsExactly("workflows");
  }

  @Test
  void a_time_has_the_tasks_that_were_submitted_in_it_and_those_that_ended_need_no_waking() {
    var id = node.accepted(submission("How?"));
    var task = node.ended(id);
    var at = task.submittedAt();

    var within = items(new ArchiveSelection.Submitted("default", at, at.plusMillis(1)));
    assertThat(journals(within)).containsExactly("Supervisor|default/" + id);
    assertThat(wakeUps(within)).isEmpty();
    for (var none :
        List.of(
            new ArchiveSelection.Submitted("default", at.minusSeconds(5), at),
            new ArchiveSelection.Submitted("default", at.plusMillis(1), at.plusSeconds(5)),
            new ArchiveSelection.Submitted("other", at, at.plusSeconds(5)))) {
      assertThat(journals(items(none))).isEmpty();
    }
    var listed = new TaskSummary.Query("default", TaskStatus.COMPLETED, Map.of(), null, 10);
    eventually(() -> !get(node.tasks.list(listed)).tasks().isEmpty());
    assertThat(tables(items(new ArchiveSelection.Everything(Set.of()))))
        .contains("workflows")
        .doesNotContain("task-listing", "approval-listing");
    assertThat(tables(items(new ArchiveSelection.Everything(Set.of("workflows"))))).isEmpty();
  }
}
