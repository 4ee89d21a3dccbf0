package dev.troupe.supervisor;

import static dev.troupe.supervisor.TestNode.eventually;
import static dev.troupe.supervisor.TestNode.get;
import static dev.troupe.supervisor.TestNode.submission;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.Agents;
import dev.troupe.agents.Assignment;
import dev.troupe.cluster.NodeConfiguration;
import dev.troupe.persistence.archive.Import;
import dev.troupe.supervisor.ApprovalDecision.Choice;
import dev.troupe.supervisor.task.Supervisor;
import dev.troupe.supervisor.task.SupervisorMessage;
import dev.troupe.supervisor.task.SupervisorMessage.Removed;
import dev.troupe.supervisor.task.TaskId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finished tasks that are removed from the real store, by nodes that end in between. */
class RetentionTest {
  /** Its own journal, and its five agents'. */
  private static final int ALL = 6;

  private static final String AT_ONCE =
      """
      troupe.tasks.retention { keep-for = 0s, look-every = 100ms, settle-for = 0s }
      """;
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

  @TempDir private Path folder;
  private final ScriptedAgents agents = ScriptedTeam.approving();
  private TestNode node;

  @BeforeEach
  void start() {
    node = new TestNode(folder.resolve("data"), agents, AT_ONCE);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private void restart(String settings) {
    node.close();
    node = new TestNode(folder.resolve("data"), agents, settings);
    node.tasks.wakeOldTasks();
  }

  /** Ended, with a journal for each of its agents, and in the listing. */
  private String ended(Submission submission) {
    var id = node.accepted(submission);
    node.ended(id);
    agents.assigned(new TaskId("default", id)).stream()
        .filter(work -> work.attempt() == 1)
        .forEach(work -> AgentJournal.write(node, work));
    eventually(() -> listed().contains(id));
    eventually(() -> get(node.tasks.unfinished()) == 0);
    return id;
  }

  private List<String> listed() {
    var all = new TaskSummary.Query("default", null, Map.of(), null, 100);
    return get(node.tasks.list(all)).tasks().stream()
        .filter(task -> task.endedAt() != null)
        .map(TaskSummary::id)
        .toList();
  }

  private List<String> journals() {
    return get(node.store.persistenceIds("", "", 1_000));
  }

  private List<String> journalsOf(String id) {
    return journals().stream().filter(journal -> journal.contains(id)).toList();
  }

  private boolean isUnknown(String id) {
    return get(node.tasks.get("default", id)).isEmpty();
  }

  private void eventuallyGone(String id) {
    eventually(() -> isUnknown(id));
    eventually(() -> journalsOf(id).isEmpty());
    eventually(() -> !listed().contains(id));
  }

  private Removed ask(String id, Function<ActorRef<Removed>, SupervisorMessage> question) {
    return get(
        ClusterSharding.get(node.system())
            .entityRefFor(Supervisor.KEY, "default/" + id)
            .<Removed>ask(question::apply, TestNode.LONG));
  }

  private long sequence(String id) {
    return get(node.tasks.get("default", id)).orElseThrow().sequence();
  }

  @Test
  void what_ended_long_ago_goes_with_its_agents_journals_and_what_is_open_stays() {
    var id = ended(submission("How?"));
    assertThat(journalsOf(id)).hasSize(ALL);
    agents.with("writer", _ -> Optional.empty());
    var open = node.accepted(submission("What else?"));
    eventually(() -> agents.assigned(new TaskId("default", open)).size() == 4);
    agents.shown.forgotten.clear();
    var accounts = node.store.table(Agents.ACCOUNTS);
    get(accounts.put("default", Agents.account(id), ByteString.fromString("1")));
    get(accounts.put("default", Agents.account(open), ByteString.fromString("1")));

    node.tasks.wakeOldTasks();

    eventuallyGone(id);
    assertThat(agents.shown.forgotten).contains("default/" + id);
    assertThat(get(node.tasks.events("default", id, 0, 10))).isEmpty();
    assertThat(get(accounts.get("default", Agents.account(id)))).isEmpty();
    assertThat(get(accounts.get("default", Agents.account(open)))).isPresent();
    assertThat(get(node.tasks.redrive("default", id))).isInstanceOf(RedriveReply.Unknown.class);
    assertThat(get(node.tasks.get("default", open))).isPresent();
    assertThat(journals()).containsExactly("Supervisor|default/" + open);
  }

  @Test
  void nothing_is_removed_before_its_time_or_unless_a_setting_says_so() {
    var id = ended(submission("How?"));

    restart("troupe.tasks.retention { keep-for = 1h, look-every = 10ms, settle-for = 0s }");
    var second = ended(submission("What else?"));
    restart("troupe.tasks.retention { look-every = 10ms, settle-for = 0s }");
    var third = ended(submission("And then?"));

    assertThat(journalsOf(id)).hasSize(ALL);
    assertThat(listed()).contains(id, second, third);
  }

  @Test
  void steps_that_are_tasks_go_with_theirs_and_stay_while_it_is_open() {
    agents.with("reviewer", _ -> Optional.empty());
    var open = node.accepted(TestNode.ofMachine("How?", PARENT));
    eventually(() -> agents.assigned.stream().anyMatch(work -> work.role().equals("reviewer")));
    agents.returning("reviewer", _ -> ScriptedTeam.review(true));
    var parent = ended(TestNode.ofMachine("How?", PARENT));
    assertThat(journals()).hasSize(4);

    node.tasks.wakeOldTasks();

    eventuallyGone(parent);
    // It goes on, ends, and goes.
    eventually(() -> journals().isEmpty());
    assertThat(isUnknown(open)).isTrue();
  }

  @Test
  void approvals_go_with_decisions_that_came_too_late() {
    var id = node.accepted(TestNode.ofMachine("Pay?", QUESTION));
    var query = new ApprovalSummary.Query("default", id, null, null, 10);
    eventually(() -> get(node.tasks.approvals(query)).approvals().size() == 1);
    var yes = new ApprovalDecision(Choice.APPROVE, "local", null, null, "so");
    get(node.tasks.decide("default", id + ".1.1", yes));
    node.ended(id);
    get(node.tasks.decide("default", id + ".1.1", yes));
    eventually(() -> listed().contains(id));
    assertThat(get(node.store.partitions())).anyMatch(place -> place.partition().contains(id));

    node.tasks.wakeOldTasks();

    eventuallyGone(id);
    assertThat(get(node.tasks.approvals(query)).approvals()).isEmpty();
    assertThat(
            get(node.tasks.approvals(new ApprovalSummary.Query("default", null, null, null, 10)))
                .approvals())
        .isEmpty();
    assertThat(get(node.store.partitions())).noneMatch(place -> place.partition().contains(id));
  }

  @Test
  void what_is_removed_was_archived_and_comes_back_by_an_import() {
    var id = ended(submission("How?"));
    var view = get(node.tasks.get("default", id)).orElseThrow();
    var archive = folder.resolve("archive");

    restart(AT_ONCE + "troupe.tasks.retention.archive-to = \"%s\"".formatted(archive));
    eventuallyGone(id);

    var files = files(archive.resolve("default"));
    assertThat(files).singleElement().asString().contains(id).endsWith(".ndjson");
    var settings =
        NodeConfiguration.load(
            ConfigFactory.parseMap(
                Map.of("troupe.store.directory", folder.resolve("second").toString())),
            null);
    var alone = ActorSystem.create(Behaviors.empty(), "alone", settings);
    Import.run(alone, files.getFirst(), Instant.now(), () -> {});
    alone.terminate();
    get(alone.getWhenTerminated());
    node.close();
    node = new TestNode(folder.resolve("second"), agents);
    assertThat(get(node.tasks.get("default", id))).contains(view);
    assertThat(journalsOf(id)).hasSize(ALL);
  }

  @Test
  void nothing_is_removed_that_cannot_be_archived() throws IOException {
    var id = ended(submission("How?"));
    var noFolder = Files.writeString(folder.resolve("no-folder"), "");
    restart(AT_ONCE + "troupe.tasks.retention.archive-to = \"%s\"".formatted(noFolder));
    var second = ended(submission("What else?"));

    assertThat(listed()).contains(id, second);
    assertThat(journalsOf(id)).hasSize(ALL);

    Files.delete(noFolder);
    eventuallyGone(id);
    eventuallyGone(second);
    assertThat(files(noFolder.resolve("default"))).hasSize(2);
  }

  @Test
  void a_removal_that_broke_off_is_finished_wherever_it_was() {
    var retired = ended(submission("Retired?"));
    var withoutAgents = ended(submission("Without agents?"));
    var withoutAll = ended(submission("Without all?"));
    for (var id : List.of(retired, withoutAgents, withoutAll)) {
      retire(id);
    }
    forgetAgents(withoutAgents);
    forgetAgents(withoutAll);
    assertThat(ask(withoutAll, SupervisorMessage.Forget::new)).isEqualTo(Removed.GONE);
    assertThat(journalsOf(retired)).hasSize(ALL);
    assertThat(journalsOf(withoutAgents)).hasSize(1);
    assertThat(journalsOf(withoutAll)).isEmpty();
    assertThat(listed()).contains(withoutAll);

    node.tasks.wakeOldTasks();

    List.of(retired, withoutAgents, withoutAll).forEach(this::eventuallyGone);
  }

  @Test
  void a_row_that_was_left_takes_nothing_of_a_new_task_with_the_same_key() {
    var id = ended(submission("How?"));
    retire(id);
    forgetAgents(id);
    assertThat(ask(id, SupervisorMessage.Forget::new)).isEqualTo(Removed.GONE);
    var accounts = node.store.table(Agents.ACCOUNTS);
    get(accounts.put("default", Agents.account(id), ByteString.fromString("1")));

    node.tasks.wakeOldTasks();

    eventuallyGone(id);
    assertThat(get(accounts.get("default", Agents.account(id)))).isPresent();
  }

  private void retire(String id) {
    var sequence = sequence(id);
    assertThat(ask(id, to -> new SupervisorMessage.Retire(Instant.now(), sequence, to)))
        .isEqualTo(Removed.RETIRED);
  }

  private void forgetAgents(String id) {
    journalsOf(id).stream()
        .filter(journal -> !journal.startsWith("Supervisor"))
        .forEach(journal -> get(node.store.forget(journal, Instant.now().plusMillis(1))));
  }

  @Test
  void what_was_redriven_meanwhile_stays_and_what_is_retired_cannot_be_redriven() {
    agents.with("writer", work -> Optional.of(ScriptedAgents.failed(work, "Model.Refused")));
    var id = ended(submission("How?"));
    var seen = sequence(id);
    assertThat(ask(id, SupervisorMessage.Forget::new)).isEqualTo(Removed.STAYS);
    get(node.tasks.redrive("default", id));

    assertThat(ask(id, to -> new SupervisorMessage.Retire(Instant.now(), seen, to)))
        .isEqualTo(Removed.STAYS);
    var again = node.ended(id);
    assertThat(ask(id, to -> new SupervisorMessage.Retire(Instant.now(), seen, to)))
        .isEqualTo(Removed.STAYS);
    assertThat(
            ask(
                id,
                to ->
                    new SupervisorMessage.Retire(
                        Objects.requireNonNull(again.endedAt()), again.sequence(), to)))
        .isEqualTo(Removed.STAYS);

    retire(id);
    assertThat(get(node.tasks.redrive("default", id))).isInstanceOf(RedriveReply.Unknown.class);
    restart("");
    assertThat(get(node.tasks.redrive("default", id))).isInstanceOf(RedriveReply.Unknown.class);
    assertThat(isUnknown(id)).isTrue();
    assertThat(agents.assigned).extracting(Assignment::role).contains("writer");
  }

  @Test
  void a_key_that_was_used_makes_a_new_task_once_the_old_one_is_gone() {
    var id = ended(submission("How?", "report", "key"));
    retire(id);
    assertThat(get(node.tasks.submit(submission("How?", "report", "key"))))
        .isInstanceOf(SubmitReply.Unavailable.class);
    node.tasks.wakeOldTasks();
    eventuallyGone(id);
    restart("");
    agents.assigned.clear();

    assertThat(node.accepted(submission("How?", "report", "key"))).isEqualTo(id);

    assertThat(node.ended(id).outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(agents.assigned).hasSize(5);
    eventually(() -> listed().contains(id));
  }

  @Test
  void a_task_stays_while_a_fork_copies_it() {
    var id = ended(submission("How?"));
    var at =
        get(node.tasks.events("default", id, 0, 1_000)).orElseThrow().stream()
            .filter(event -> event.type().equals("state-exited"))
            .filter(event -> event.data().path("frame").asInt() == 0)
            .skip(1)
            .findFirst()
            .orElseThrow()
            .sequence();
    agents.silentToHeirs = true;
    var reply = get(node.tasks.fork(new Fork("default", null, id, at, null, null, null, null, "")));
    assertThat(reply).isInstanceOf(ForkReply.Submitted.class);

    node.tasks.wakeOldTasks();
    eventually(() -> isUnknown(id));
    var other = node.accepted(submission("What else?"));
    eventually(() -> journalsOf(other).isEmpty() && !listed().contains(other));
    assertThat(journalsOf(id)).hasSize(ALL);

    agents.silentToHeirs = false;
    restart(AT_ONCE);
    eventuallyGone(id);
  }

  private static List<Path> files(Path folder) {
    try (var files = Files.list(folder)) {
      return files.toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void journals_stay_until_who_was_about_to_read_them_has_done_so() {
    var id = ended(submission("How?"));
    restart("troupe.tasks.retention { keep-for = 0s, look-every = 50ms, settle-for = 1h }");

    eventually(() -> isUnknown(id));

    var since = Instant.now();
    eventually(() -> Duration.between(since, Instant.now()).toMillis() > 300);
    assertThat(journalsOf(id)).hasSize(ALL);
  }
}
