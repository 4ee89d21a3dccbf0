package dev.troupe.supervisor;

import static dev.troupe.supervisor.TestNode.eventually;
import static dev.troupe.supervisor.TestNode.get;
import static dev.troupe.supervisor.TestNode.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.supervisor.TaskSummary.Query;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.stream.javadsl.Sink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The public door: what it answers, refuses and shows, on the real store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TasksTest {

  private final ScriptedAgents agents = new ScriptedAgents();
  private TestNode node;

  @BeforeAll
  void start(@TempDir Path folder) {
    node = new TestNode(folder, agents);
  }

  @BeforeEach
  void begin() {
    agents.reset(ScriptedTeam.approving());
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @Test
  void a_report_is_planned_researched_written_and_approved() {
    agents.reset(ScriptedTeam.approving());
    var id = node.accepted(submission("How does it work, and what does it cost?"));

    var task = node.ended(id);

    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(task.outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(task.engine()).isEqualTo("offline");
    assertThat(task.usage().modelCalls()).isEqualTo(5);
    assertThat(task.output())
        .isEqualTo(
            ScriptedTeam.json(
                """
                {'markdown':'Draft after 0 comments [1]',
                 'citations':[{'number':1,'document':'a.md','heading':null,'quote':'It is so.'}]}
                """));
  }

  @Test
  void a_bench_of_three_steps_costs_four_writes() {
    var script =
        new ScriptedAgents()
            .returning("bench-researcher", input -> input.path("goal"))
            .returning("bench-writer", input -> input.path("notes"))
            .returning("bench-reviewer", input -> input.path("draft"));
    agents.reset(script);
    var id = node.accepted(submission("g", "bench", null));

    var task = node.ended(id);
    var writes =
        get(node.tasks.export("default", id).runWith(Sink.seq(), node.system())).stream()
            .map(StoredEvent::writeId)
            .distinct()
            .toList();

    assertThat(task.output()).isEqualTo(ScriptedTeam.json("{'markdown':'g','citations':[]}"));
    assertThat(writes).hasSize(4);
  }

  @Test
  void a_follower_sees_every_event_once_and_the_end() {
    agents.reset(ScriptedTeam.refusing(3));
    var id = node.accepted(submission("How?"));

    List<Long> sequences =
        get(node.tasks.follow("default", id, 2).runWith(Sink.seq(), node.system())).stream()
            .map(Tasks.Update.Recorded.class::cast)
            .map(recorded -> recorded.event().sequence())
            .toList();

    var task = get(node.tasks.get("default", id)).orElseThrow();
    assertThat(task.outcome()).isEqualTo(Outcome.UNAPPROVED);
    assertThat(sequences).hasSize((int) task.sequence() - 2);
    assertThat(sequences).isSorted().doesNotHaveDuplicates().startsWith(3L);
  }

  @Test
  void an_idempotency_key_decides_the_id_for_ever() {
    var first = get(node.tasks.submit(submission("How?", null, "k-1")));
    var again = get(node.tasks.submit(submission("How?", null, "k-1")));
    var other = get(node.tasks.submit(submission("Why?", null, "k-1")));

    var id = ((SubmitReply.Accepted) first).id();
    assertThat(UUID.fromString(id).version()).isEqualTo(8);
    assertThat(first).isEqualTo(new SubmitReply.Accepted(id, TaskStatus.RUNNING, true));
    assertThat(again).isInstanceOf(SubmitReply.Accepted.class);
    assertThat(((SubmitReply.Accepted) again).fresh()).isFalse();
    assertThat(other).isEqualTo(new SubmitReply.Conflict(id));

    node.ended(id);
    assertThat(get(node.tasks.submit(submission("How?", null, "k-1"))))
        .isEqualTo(new SubmitReply.Accepted(id, TaskStatus.COMPLETED, false));
    assertThat(get(node.tasks.submit(submission("Why?", null, "k-1"))))
        .isEqualTo(new SubmitReply.Conflict(id));
    eventually(() -> get(node.tasks.unfinished()) == 0);
  }

  @Test
  void a_default_spelled_out_is_the_same_submission() {
    var defaults = TaskSettings.from(node.system().settings().config());
    var timeout = (int) defaults.timeout().toSeconds();
    var first = get(node.tasks.submit(spelled(null, null, Submission.Limits.DEFAULT)));
    var id = ((SubmitReply.Accepted) first).id();

    assertThat(
            get(
                node.tasks.submit(
                    spelled(
                        "report",
                        NullNode.getInstance(),
                        new Submission.Limits(defaults.steps(), timeout)))))
        .isInstanceOfSatisfying(
            SubmitReply.Accepted.class,
            again -> {
              assertThat(again.id()).isEqualTo(id);
              assertThat(again.fresh()).isFalse();
            });
    assertThat(get(node.tasks.submit(spelled(null, null, new Submission.Limits(7, null)))))
        .isEqualTo(new SubmitReply.Conflict(id));
    assertThat(get(node.tasks.submit(spelled(null, IntNode.valueOf(1), Submission.Limits.DEFAULT))))
        .isEqualTo(new SubmitReply.Conflict(id));
    node.ended(id);
  }

  private static Submission spelled(
      @Nullable String workflow, @Nullable JsonNode input, Submission.Limits limits) {
    return new Submission(
        "default",
        "k-defaults",
        "How?",
        input,
        workflow,
        null,
        List.of(),
        Map.of(),
        limits,
        null,
        "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "9007199254740993|/input",
        "{\"a/b\":[1,-12345678901234567890]}|/input/a~1b/1",
        "1e400|/input",
        "[\"\\ud800\"]|/input",
        "{\"\\udc00x\":1}|/input",
      })
  void an_input_that_cannot_be_kept_exactly_is_refused_with_its_place(String input, String place) {
    var submission = spelled(null, Json.parse(input), Submission.Limits.DEFAULT);

    assertThat(get(node.tasks.submit(submission)))
        .isInstanceOfSatisfying(
            SubmitReply.Invalid.class,
            refused ->
                assertThat(refused.faults())
                    .extracting(SubmitReply.Fault::pointer)
                    .contains(place));
    assertThat(get(node.tasks.unfinished())).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740992",
        "1e300",
        "-0.5",
        "[12345678901234567168]",
        "\"\\ud83d\\ude00\""
      })
  void an_input_that_can_be_kept_is_taken(String input) {
    node.ended(
        node.accepted(
            new Submission(
                "default",
                null,
                "How?",
                Json.parse(input),
                null,
                null,
                List.of(),
                Map.of(),
                Submission.Limits.DEFAULT,
                null,
                "")));
  }

  @Test
  void every_fault_of_a_submission_is_named_at_once() {
    var faulty =
        new Submission(
            "default",
            null,
            " ",
            null,
            "unknown",
            null,
            List.of(),
            Map.of("x".repeat(64), ""),
            new Submission.Limits(0, null),
            "nonsense",
            "");

    assertThat(get(node.tasks.submit(faulty)))
        .isInstanceOfSatisfying(
            SubmitReply.Invalid.class,
            invalid ->
                assertThat(invalid.faults())
                    .extracting(SubmitReply.Fault::pointer)
                    .containsExactlyInAnyOrder(
                        "/goal",
                        "/labels/" + "x".repeat(64),
                        "/limits/steps",
                        "/model",
                        "/workflow"));
    assertThat(get(node.tasks.unfinished())).isZero();
  }

  @Test
  void an_unknown_role_is_named_with_its_place() {
    var definition =
        """
        {"QueryLanguage":"JSONata","StartAt":"A","States":{
          "A":{"Type":"Task","Resource":"agent:nobody","End":true}}}
        """;

    assertThat(node.tasks.workflows().validate("default", definition))
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.pointer()).isEqualTo("/States/A/Resource");
          assertThat(fault.detail()).contains("troupe.roles.nobody");
        });
  }

  @Test
  void reading_what_does_not_exist_writes_nothing() {
    var id = UUID.randomUUID().toString();

    assertThat(get(node.tasks.get("default", id))).isEmpty();
    assertThat(get(node.tasks.await("default", id, Duration.ofSeconds(1)))).isEmpty();
    assertThat(get(node.tasks.cancel("default", id, "why"))).isEmpty();
    assertThat(get(node.tasks.events("default", id, 0, 10))).isEmpty();
    assertThat(get(node.tasks.follow("default", id, 0).runWith(Sink.seq(), node.system())))
        .isEmpty();
    assertThat(get(node.tasks.get("default", "../etc"))).isEmpty();
    assertThat(get(node.store.persistenceIds("Supervisor|default/" + id, "", 10))).isEmpty();
    assertThat(get(node.tasks.unfinished())).isZero();
  }

  @Test
  void a_cancelled_task_tells_its_agents_and_leaves_the_index() {
    agents.with("planner", _ -> Optional.empty());
    var id = node.accepted(submission("How?"));
    assertThat(get(node.tasks.unfinished())).isEqualTo(1);

    var task = get(node.tasks.cancel("default", id, "enough")).orElseThrow();

    assertThat(task.status()).isEqualTo(TaskStatus.CANCELLED);
    eventually(() -> get(node.tasks.unfinished()) == 0);
    assertThat(agents.cancelled).extracting(cancel -> cancel.assignment()).containsExactly(1);
    assertThat(get(node.tasks.cancel("default", id, "again")).orElseThrow().failure())
        .isEqualTo(new TaskView.Failure("Task.Cancelled", "enough"));
  }

  @Test
  void the_listing_follows_newest_first_with_filters_and_pages() {
    for (var goal : List.of("a", "b", "c")) {
      node.ended(node.accepted(labelled(goal)));
    }

    eventually(() -> completed(null, 10).tasks().size() == 3);
    var first = completed(null, 2);
    var second = completed(first.next(), 2);

    assertThat(first.tasks()).extracting(TaskSummary::goal).containsExactly("c", "b");
    assertThat(second.tasks()).extracting(TaskSummary::goal).containsExactly("a");
    assertThat(second.next()).isNull();
    assertThat(get(list(new Query("default", null, Map.of("team", "b"), null, 10))).tasks())
        .isEmpty();
    assertThat(get(list(new Query("other", null, Map.of(), null, 10))).tasks()).isEmpty();
    assertThatThrownBy(() -> completed("yesterday", 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Submission labelled(String goal) {
    return new Submission(
        "default",
        null,
        goal,
        null,
        null,
        null,
        List.of(),
        Map.of("team", "listed"),
        Submission.Limits.DEFAULT,
        null,
        "");
  }

  private TaskSummary.Page completed(@Nullable String cursor, int limit) {
    return get(
        list(new Query("default", TaskStatus.COMPLETED, Map.of("team", "listed"), cursor, limit)));
  }

  private CompletionStage<TaskSummary.Page> list(Query query) {
    return node.tasks.list(query);
  }

  @Test
  void events_show_content_in_place_of_references() {
    var id = node.accepted(submission("How?"));
    node.ended(id);

    var events = get(node.tasks.events("default", id, 0, 1000)).orElseThrow();
    var later = get(node.tasks.events("default", id, 5, 2)).orElseThrow();

    assertThat(events.toString()).doesNotContain("@ref").doesNotContain("@parts");
    assertThat(events.getFirst().type()).isEqualTo("task-submitted");
    assertThat(events.getLast().type()).isEqualTo("task-completed");
    assertThat(later).extracting(TaskEventView::sequence).containsExactly(6L, 7L);
    assertThat(later.getFirst()).isEqualTo(events.get(5));
  }

  @Test
  void events_and_export_name_the_outcome_as_clients_know_it() {
    agents.returning(
        "writer", _ -> ScriptedTeam.json("{'markdown':'Nothing.','outcome':'no-answer'}"));
    var id = node.accepted(submission("How?"));
    assertThat(node.ended(id).outcome()).isEqualTo(Outcome.NO_ANSWER);

    var shown = get(node.tasks.events("default", id, 0, 1000)).orElseThrow().getLast().data();
    var exported =
        get(node.tasks.export("default", id).runWith(Sink.seq(), node.system())).stream()
            .map(stored -> Json.toTree(stored.event()))
            .filter(event -> event.path("type").asText().equals("task-completed"))
            .toList();

    assertThat(shown)
        .isEqualTo(
            ScriptedTeam.json(
                "{'outcome':'no-answer','output':{'markdown':'Nothing.','citations':[]}}"));
    assertThat(exported)
        .singleElement()
        .satisfies(event -> assertThat(event.path("outcome").asText()).isEqualTo("no-answer"));
  }

  @Test
  void a_silent_agent_is_told_again() {
    agents.with("planner", _ -> Optional.empty());
    agents.silent = true;
    var id = node.accepted(submission("How?"));

    eventually(() -> agents.assigned.size() >= 3);

    assertThat(agents.assigned.stream().distinct()).hasSize(1);
    get(node.tasks.cancel("default", id, "done"));
    eventually(() -> get(node.tasks.unfinished()) == 0);
  }
}
