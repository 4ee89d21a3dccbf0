package dev.troupe.http.cli;

import static dev.troupe.http.cli.Ran.troupe;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.http.ApiServer;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalDecision.Choice;
import dev.troupe.supervisor.Fork;
import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.SubmitReply;
import dev.troupe.supervisor.TaskStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientTest {
  private static final String OUTPUT = "{\"markdown\":\"# Brief\\n\",\"citations\":[]}";

  private final ApiServer server = new ApiServer();

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void submits_a_goal_and_prints_the_id_alone() {
    Ran ran = client("submit", "why?", "--label", "team=a", "--collection", "notes");
    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).isEmpty();
    var submission = server.tasks.submission(ran.out().strip());
    assertThat(submission.goal()).isEqualTo("why?");
    assertThat(submission.labels()).isEqualTo(Map.of("team", "a"));
    assertThat(submission.knowledge()).containsExactly("notes");
  }

  @Test
  void submits_a_workflow_from_a_yaml_file(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("w.yaml"), "StartAt: A\nStates: {}\n");
    Ran ran = client("submit", "why?", "--workflow", file.toString(), "--json");
    String id = Json.parse(ran.out()).path("id").asText();
    assertThat(server.tasks.submission(id).definition())
        .isEqualTo("{\"StartAt\":\"A\",\"States\":{}}");
  }

  @Test
  void stores_and_deletes_workflows(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("w.yaml"), "StartAt: A\n");
    Ran put = client("workflow", "put", "of-mine", file.toString());
    server.tasks.workflows().refuseDelete("0199f3a2");
    Ran inUse = client("workflow", "delete", "of-mine");
    server.tasks.workflows().allowDelete();
    Ran deleted = client("workflow", "delete", "of-mine");

    assertThat(put.exit()).isZero();
    assertThat(put.out()).isEqualTo("of-mine h" + System.lineSeparator());
    assertThat(inUse.exit()).isEqualTo(1);
    assertThat(inUse.err()).contains("tasks that have not ended: 0199f3a2");
    assertThat(deleted.exit()).isZero();
    assertThat(deleted.out()).contains("deleted of-mine");
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETED, ANSWERED, 0",
    "COMPLETED,, 0",
    "COMPLETED, NO_ANSWER, 3",
    "COMPLETED, UNAPPROVED, 3",
    "FAILED,, 1",
    "CANCELLED,, 130"
  })
  void says_by_its_exit_code_what_a_task_came_to(
      TaskStatus status, @Nullable Outcome outcome, int exit) {
    String id = server.submit("g");
    server.tasks.end(id, status, outcome, Json.parse(OUTPUT));
    Ran ran = client("watch", id, "--quiet");
    assertThat(ran.exit()).isEqualTo(exit);
    assertThat(ran.out()).isEqualTo("# Brief" + System.lineSeparator());
    // What FakeTasks fails with is said even where progress is not wanted.
    if (status == TaskStatus.FAILED) {
      assertThat(ran.err()).startsWith("troupe: the task failed: Model.Unavailable: ");
    } else {
      assertThat(ran.err()).isEmpty();
    }
  }

  @Test
  void lists_tasks_for_people_and_for_programs() {
    String id = server.submit("listed goal");
    assertThat(client("tasks").out()).contains(id, "running", "listed goal");
    JsonNode page = Json.parse(client("tasks", "--json").out());
    assertThat(page.path("tasks").findValuesAsText("id")).contains(id);
  }

  @Test
  void shows_a_task_its_result_and_its_transcripts() {
    String id = server.submit("g");
    assertThat(Json.parse(client("show", id, "--json").out()).path("id").asText()).isEqualTo(id);
    assertThat(client("show", id, "--transcript").out()).contains("hello");
    assertThat(client("show", id, "--result").exit()).isEqualTo(1);
    server.tasks.end(id, TaskStatus.COMPLETED, Outcome.ANSWERED, Json.parse(OUTPUT));
    assertThat(client("show", id, "--result").out()).startsWith("# Brief");
  }

  @Test
  void cancels_a_task() {
    String id = server.submit("g");
    assertThat(client("cancel", id).out().strip()).isEqualTo("cancelled");
  }

  @Test
  void redrives_a_failed_task_and_no_other() {
    String id = server.submit("g");
    assertThat(client("redrive", id))
        .satisfies(refused -> assertThat(refused.exit()).isEqualTo(1))
        .satisfies(refused -> assertThat(refused.err()).contains(id, "nothing to go on with"));

    server.tasks.end(id, TaskStatus.FAILED, null, null);
    assertThat(client("redrive", id).out().strip()).isEqualTo("running");
    assertThat(Json.parse(client("redrive", id, "--json").out()).path("id").asText()).isEqualTo(id);
  }

  @Test
  void tells_a_tasks_agents_something_until_it_has_ended() {
    String id = server.submit("g");

    assertThat(client("message", id, "Be brief.", "--to", "writer").out().strip())
        .isEqualTo("null/writer/Be brief.");
    assertThat(client("message", id, "Be brief.", "--key", "m-1").out().strip())
        .isEqualTo("m-1/null/Be brief.");
    for (String empty : List.of("", " ")) {
      assertThat(client("message", id, empty))
          .satisfies(refused -> assertThat(refused.exit()).isEqualTo(2))
          .satisfies(refused ->
              assertThat(refused.err()).contains("TEXT is empty: write what the agents are to"));
    }

    server.tasks.end(id, TaskStatus.FAILED, null, null);
    assertThat(client("message", id, "Too late."))
        .satisfies(refused -> assertThat(refused.exit()).isEqualTo(1))
        .satisfies(refused -> assertThat(refused.err()).contains(id, "It has ended"));
    assertThat(client("message", id.replace('-', 'x'), "x").err()).contains("there is no task");
  }

  @Test
  void a_message_may_begin_with_a_dash() {
    String id = server.submit("g");

    assertThat(client("message", id, "- no prices"))
        .satisfies(refused -> assertThat(refused.exit()).isEqualTo(2))
        .satisfies(refused -> assertThat(refused.err()).contains("stands last, behind --."));
    assertThat(
            troupe(
                    "message",
                    id,
                    "--to",
                    "writer",
                    "--url",
                    server.url.toString(),
                    "--",
                    "- no prices")
                .out()
                .strip())
        .isEqualTo("null/writer/- no prices");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-- ID -x --url http://h", "-- ID --url http://h -x", "ID -- --json"})
  void an_option_behind_two_dashes_is_neither_read_nor_told_to_agents(String line) {
    Ran ran = troupe(("message " + line).split(" "));

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err())
        .containsPattern("--(url|json) stands behind --, where nothing is read as an option: put")
        .doesNotContain("Did you mean");
    assertThat(troupe("message", "--help").out())
        .containsIgnoringWhitespaces("Options stand before it", "is not read in that step");
  }

  @Test
  void a_message_with_half_a_character_is_refused_and_not_changed() {
    assertThat(client("message", server.submit("g"), "Leave \ud83d out."))
        .satisfies(refused -> assertThat(refused.exit()).isEqualTo(2))
        .satisfies(refused ->
            assertThat(refused.err())
                .contains("TEXT: A lone surrogate at index 6 of a string", "remove it"));
  }

  @Test
  void forks_a_task_and_names_the_nearest_events_where_it_cannot() {
    String id = server.submit("g");

    assertThat(client("fork", id, "--at", "5", "--patch", "{\"x\":1}", "--model", "a/b").out())
        .startsWith("00000000-0000-7000-8000-00000000000f");
    Fork wish = server.tasks.fork;
    assertThat(wish)
        .isNotNull()
        .isEqualTo(
            new Fork("default", null, id, 5, Json.parse("{\"x\":1}"), null, null, "a/b", ""));
    for (String at : List.of("6", "99")) {
      assertThat(client("fork", id, "--at", at))
          .satisfies(refused -> assertThat(refused.exit()).isEqualTo(2))
          .satisfies(refused -> assertThat(refused.err()).contains("--at: ", "Nearest: 5."));
    }
    assertThat(client("fork", id.replace('-', 'x'), "--at", "5").err())
        .contains("there is no task");
  }

  @Test
  void shows_where_two_tasks_part() {
    String id = server.submit("g");
    String other = server.submit("h");

    assertThat(client("diff", id, other).out())
        .contains("the same up to state Plan (events 6 and 6)")
        .contains(id + " completed", "event 7, state-entered", "Write", "2 model calls, 7 tokens")
        .contains(other + " failed", "nowhere", "Model.Refused");
    assertThat(
            Json.parse(client("diff", id, other, "--json").out()).at("/other/error/type").asText())
        .isEqualTo("Model.Refused");
    String unknown = other.replaceAll("[0-9a-f]", "0");
    assertThat(client("diff", id, unknown))
        .satisfies(refused -> assertThat(refused.exit()).isEqualTo(1))
        .satisfies(
            refused -> assertThat(refused.err()).contains("no task " + unknown, "`troupe tasks`"));
  }

  @Test
  void shows_who_wrote_events_with_one_number_and_which_counts() {
    String id = server.submit("g");

    assertThat(client("repair", "--task", id).out())
        .contains("Supervisor|default/" + id + "  event 1  task-submitted")
        .contains("by a  does not count: this writer had been replaced", "by b  counts");
    assertThat(client("repair", "--task", id, "--json").out().lines()).hasSize(2);
  }

  @Test
  void lists_and_shows_approvals() {
    server.tasks.ask("t.1.1", "Pay the bill?");

    assertThat(client("approvals", "--status", "open").out())
        .contains("t.1.1", "open", "Pay the bill?");
    assertThat(Json.parse(client("approvals", "t.1.1", "--json").out()).path("details").asText())
        .isEqualTo("details");
    assertThat(client("approvals", "t.9.9").err())
        .contains("there is no approval t.9.9; `troupe approvals` lists");
  }

  @Test
  void approves_with_edits_and_rejects_with_a_comment(@TempDir Path folder) throws Exception {
    server.tasks.ask("t.2.1", "First?");
    server.tasks.ask("t.3.1", "Second?");
    Path edits = Files.writeString(folder.resolve("edits.json"), "{\"amount\": 7}");

    assertThat(client("approve", "t.2.1", "--edits", "@" + edits, "--as", "ada").out().strip())
        .isEqualTo("approved");
    assertThat(client("reject", "t.3.1", "--comment", "too much").out().strip())
        .isEqualTo("rejected");

    assertThat(server.tasks.decisions)
        .contains(
            new ApprovalDecision(
                Choice.APPROVE, "local", "ada", Json.parse("{\"amount\":7}"), null),
            new ApprovalDecision(Choice.REJECT, "local", null, null, "too much"));
    Ran late = client("approve", "t.3.1");
    assertThat(late.exit()).isEqualTo(1);
    assertThat(late.err()).contains("changes nothing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"amount\":\"x\"}|--edits, at /amount: It is no integer.",
        "{bad|--edits:",
        "@missing.json|--edits: the file missing.json does not exist"
      })
  void says_what_is_wrong_with_edits(String edits, String said) {
    server.tasks.ask("t.4.1", "Third?");
    Ran ran = client("approve", "t.4.1", "--edits", edits);
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains(said);
  }

  @Test
  void says_what_the_server_refused() {
    Ran ran = client("show", "00000000-0000-7000-8000-000000000000");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .contains("there is no task 00000000", "`troupe tasks`")
        .doesNotContain("GET", "/v1");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void says_in_its_own_words_that_a_task_has_not_ended() {
    String id = server.submit("g");
    Ran ran = client("show", id, "--result");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .contains("task " + id + " has not ended; `troupe watch " + id + "`")
        .doesNotContain("GET", "/v1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "submit why --collection nope|--collection: There is no collection 'nope'",
        "tasks --limit 0|--limit is '0'; it must be",
        "tasks --status done|--status is 'done'; it must be one of",
        "tasks --cursor broken|--cursor is 'broken'; it must be"
      })
  void names_options_in_place_of_fields_and_parameters(String line, String said) {
    Ran ran = client(line.split(" "));
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains(said).doesNotContain("/knowledge", "query parameter");
  }

  @Test
  void names_each_of_several_faults_by_its_option() {
    server.tasks.nextReply =
        new SubmitReply.Invalid(
            List.of(
                new SubmitReply.Fault("/workflow/States/A", "There is no such type."),
                new SubmitReply.Fault("/labels/a~1b", "It is too long."),
                new SubmitReply.Fault("/input/x", "It is too large.")));
    assertThat(client("submit", "why").err())
        .contains(
            "3 faults", "--workflow, at /States/A: There", "--label a/b: It", "--input, at /x");
  }

  @Test
  void says_why_a_shown_task_failed_in_one_line_on_stderr() {
    String id = server.submit("g");
    server.tasks.end(id, TaskStatus.FAILED, null, null);
    for (Ran ran : List.of(client("show", id), client("show", id, "--result"))) {
      assertThat(ran.exit()).isZero();
      assertThat(ran.err().strip())
          .isEqualTo("troupe: the task failed: Model.Unavailable: no answer; check the URL");
    }
    assertThat(Json.parse(client("show", id, "--result", "--json").out()).get("markdown").isNull())
        .isTrue();
  }

  private Ran client(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.add("--url");
    all.add(server.url.toString());
    return troupe(all.toArray(String[]::new));
  }
}
