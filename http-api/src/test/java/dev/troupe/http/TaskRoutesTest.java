package dev.troupe.http;

import static dev.troupe.http.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Cost;
import dev.troupe.agents.Usage;
import dev.troupe.agents.shared.Entry;
import dev.troupe.agents.shared.Finding;
import dev.troupe.agents.shared.Seen;
import dev.troupe.agents.shared.Source;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.TaskStatus;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskRoutesTest {
  private static final String UNKNOWN = "/v1/tasks/00000000-0000-7000-8000-000000000000";
  private static final String OUTPUT =
      """
      {"markdown":"# Brief","outcome":"answered","citations":[
        {"number":1,"document":"a.md","heading":null,"quote":"so it is","passage":"p1"}]}
      """;

  private final ApiServer server = new ApiServer();

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void shows_a_running_task_with_every_field() {
    String id = server.submit("what?");
    JsonNode task = json(server.get("/v1/tasks/" + id));
    assertThat(task.fieldNames())
        .toIterable()
        .containsExactly(
            "id",
            "goal",
            "status",
            "run",
            "outcome",
            "workflow",
            "workflowHash",
            "labels",
            "submittedAt",
            "endedAt",
            "error",
            "usage");
    assertThat(task.path("status").asText()).isEqualTo("running");
    assertThat(task.get("outcome").isNull()).isTrue();
    assertThat(task.get("error").isNull()).isTrue();
    assertThat(task.path("submittedAt").asText()).isEqualTo("2026-11-20T10:00:00Z");
  }

  @Test
  void half_a_character_in_a_message_is_refused_at_its_place() {
    var refused =
        server.post(
            "/v1/tasks/" + server.submit("g") + "/messages", "{\"text\": \"Leave \\ud83d out.\"}");

    assertThat(refused.statusCode()).isEqualTo(422);
    var error = json(refused).path("errors").path(0);
    assertThat(error.path("pointer").asText()).isEqualTo("/text");
    assertThat(error.path("detail").asText())
        .isEqualTo(
            "text cannot be kept: A lone surrogate at index 6 of a string is not Unicode text; remove it");
  }

  @Test
  void shows_why_a_task_failed() {
    String id = server.submit("g");
    server.tasks.end(id, TaskStatus.FAILED, null, null);
    JsonNode error = json(server.get("/v1/tasks/" + id)).path("error");
    assertThat(error.path("type").asText()).isEqualTo("Model.Unavailable");
    assertThat(error.path("cause").asText()).contains("check the URL");
  }

  @Test
  void waits_for_the_end_and_answers_at_once_when_it_comes() throws Exception {
    String id = server.submit("g");
    var waiting = CompletableFuture.supplyAsync(() -> server.get("/v1/tasks/" + id + "?wait=30s"));
    server.tasks.end(id, TaskStatus.COMPLETED, Outcome.ANSWERED, Json.parse(OUTPUT));
    JsonNode task = json(waiting.get(10, TimeUnit.SECONDS));
    assertThat(task.path("status").asText()).isEqualTo("completed");
    assertThat(task.path("outcome").asText()).isEqualTo("answered");
  }

  @Test
  void answers_with_the_task_as_it_is_when_the_time_is_up() {
    String id = server.submit("g");
    Instant start = Instant.now();
    JsonNode task = json(server.get("/v1/tasks/" + id + "?wait=200ms"));
    assertThat(task.path("status").asText()).isEqualTo("running");
    assertThat(Duration.between(start, Instant.now()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(200));
  }

  @Test
  void has_the_result_at_the_end_and_not_before() {
    String id = server.submit("g");
    assertThat(server.get("/v1/tasks/" + id + "/result").statusCode()).isEqualTo(409);
    server.tasks.end(id, TaskStatus.COMPLETED, Outcome.ANSWERED, Json.parse(OUTPUT));
    JsonNode result = json(server.get("/v1/tasks/" + id + "/result"));
    assertThat(result)
        .hasToString(
            "{\"id\":\""
                + id
                + "\",\"status\":\"completed\",\"outcome\":\"answered\",\"markdown\":\"# Brief\","
                + "\"citations\":[{\"number\":1,\"document\":\"a.md\",\"heading\":null,"
                + "\"quote\":\"so it is\"}],\"usage\":{\"modelCalls\":4,\"inputTokens\":10,"
                + "\"outputTokens\":20},\"engine\":\"offline\"}");
  }

  @Test
  void shows_as_it_is_what_a_workflow_ended_with_that_writes_no_brief() {
    String id = server.submit("g");
    server.tasks.end(
        id, TaskStatus.COMPLETED, Outcome.ANSWERED, Json.parse("{\"total\":9.2,\"of\":[2]}"));
    JsonNode result = json(server.get("/v1/tasks/" + id + "/result"));
    assertThat(result.path("output")).hasToString("{\"total\":9.2,\"of\":[2]}");
    assertThat(result.path("markdown").asText()).startsWith("```json").contains("9.2");
  }

  @Test
  void cancels_a_task_and_leaves_an_ended_one_as_it_is() {
    String id = server.submit("g");
    HttpResponse<String> cancelled = post("/v1/tasks/" + id + "/cancel");
    assertThat(cancelled.statusCode()).isEqualTo(200);
    assertThat(json(cancelled).path("status").asText()).isEqualTo("cancelled");
    String done = server.submit("h");
    server.tasks.end(done, TaskStatus.COMPLETED, Outcome.ANSWERED, null);
    assertThat(json(post("/v1/tasks/" + done + "/cancel")).path("status").asText())
        .isEqualTo("completed");
  }

  @Test
  void shows_what_agents_have_found_with_both_sides_of_a_contradiction() {
    String id = server.submit("g");
    var at = Instant.parse("2026-11-20T10:00:00Z");
    var a = List.of(new Source("a.md", "p-1", "3 cents"));
    var cheap = Finding.of("researcher/2", "It costs 3 cents.", a, 0.5, null, at);
    var dear =
        Finding.of(
            "researcher/3",
            "It costs 30 dollars.",
            List.of(new Source("b.md", null, null)),
            null,
            List.of(cheap.id()),
            at.plusSeconds(1));
    var task = "default/" + id;
    server.tasks.shared.addAll(
        List.of(
            new Entry.Published(task, cheap),
            new Entry.Published(task, dear),
            new Entry.Claimed(task, "What does it cost?", "researcher/2", 2, at)));

    server.tasks.seen.addAll(List.of(new Seen("a.md", "p-1"), new Seen("https://b.org/", null)));

    JsonNode found = json(server.get("/v1/tasks/" + id + "/findings"));

    String first =
        "\"id\":\"%s\",\"claim\":\"It costs 3 cents.\",\"sources\":[{\"document\":\"a.md\",\"passage\":\"p-1\",\"quote\":\"3 cents\"}],\"by\":[\"researcher/2\"]"
            .formatted(cheap.id());
    assertThat(found.at("/findings/0"))
        .hasToString("{" + first + ",\"confidence\":0.5,\"at\":\"2026-11-20T10:00:00Z\"}");
    assertThat(found.at("/contradictions/0/of")).hasToString("{" + first + "}");
    assertThat(found.at("/contradictions/0/says/sources/0/document").asText()).isEqualTo("b.md");
    assertThat(found.path("claims"))
        .hasToString(
            "[{\"question\":\"What does it cost?\",\"by\":\"researcher/2\",\"assignment\":2,\"at\":\"2026-11-20T10:00:00Z\"}]");
    assertThat(found.path("sources"))
        .hasToString(
            "[{\"document\":\"a.md\",\"passage\":\"p-1\"},{\"document\":\"https://b.org/\"}]");
    assertThat(json(server.get("/v1/tasks/" + id + "/findings?view=journal"))).isEqualTo(found);

    server.tasks.heard.add(server.tasks.shared.getFirst());
    assertThat(json(server.get("/v1/tasks/" + id + "/findings?view=node")).path("findings"))
        .hasSize(1);
  }

  @Test
  void shows_what_models_were_used_for_by_role_and_in_all() {
    assertThat(json(server.get("/v1/usage")))
        .hasToString(
            "{\"roles\":{},\"total\":{\"modelCalls\":0,\"inputTokens\":0,\"outputTokens\":0}}");

    server.tasks.usage.put("writer", new Usage(1, 10, 20));
    server.tasks.usage.put("scout", new Usage(2, 1, 2, new Cost("USD", 2_500_000, 1)));
    assertThat(json(server.get("/v1/usage")))
        .hasToString(
            "{\"roles\":{\"scout\":{\"modelCalls\":2,\"inputTokens\":1,\"outputTokens\":2,\"cost\":{\"amount\":0.0025,\"currency\":\"USD\",\"unpricedCalls\":1}},\"writer\":{\"modelCalls\":1,\"inputTokens\":10,\"outputTokens\":20}},\"total\":{\"modelCalls\":3,\"inputTokens\":11,\"outputTokens\":22,\"cost\":{\"amount\":0.0025,\"currency\":\"USD\",\"unpricedCalls\":1}}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/result",
        "/events",
        "/export",
        "/contested",
        "/transcripts",
        "/findings",
        "/nothing"
      })
  void knows_no_unknown_task(String part) {
    HttpResponse<String> response = server.get(UNKNOWN + part);
    assertThat(response.statusCode()).isEqualTo(404);
    JsonNode problem = json(response);
    assertThat(problem.fieldNames())
        .toIterable()
        .containsExactly("type", "title", "status", "detail", "instance");
    assertThat(problem.path("instance").asText()).isEqualTo(UNKNOWN + part);
    assertThat(problem.path("status").asInt()).isEqualTo(404);
  }

  @Test
  void knows_no_id_that_is_none() {
    assertThat(server.get("/v1/tasks/7").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/tasks?limit=0",
    "/v1/tasks?limit=x",
    "/v1/tasks?limit=1001",
    "/v1/tasks?status=done",
    "/v1/tasks?label=x",
    "/v1/tasks?cursor=broken"
  })
  void refuses_a_query_that_it_cannot_read(String path) {
    HttpResponse<String> response = server.get(path);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).path("detail").asText()).contains("must be");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/tasks?state=running|'state' here; this path takes status, label, cursor, limit",
        "/v1/tasks/ID?wiat=1s|'wiat' here; this path takes wait",
        "/v1/tasks/ID/result?x|'x' here; this path takes wait",
        "/v1/tasks/ID/events?afer=2|'afer' here; this path takes after, limit",
        "/v1/tasks/ID/export?x=1|'x' here; this path takes none",
        "/v1/export?x=1|'x' here; this path takes task, from, to, all",
        "/v1/export|say task=ID, from and to",
        "/v1/export?all=true&from=2026-11-22|say task=ID, from and to",
        "/v1/export?from=yesterday|a time such as 2026-11-22T10:00:00Z",
        "/v1/tasks/ID/findings?x=1|'x' here; this path takes view",
        "/v1/tasks/ID/findings?view=all|it must be journal or node",
        "/v1/tasks/ID/transcripts?x=1|'x' here; this path takes call",
        "/v1/tasks/ID/transcripts?call=3|such as 3:1",
        "/v1/knowledge?x=1|'x' here; this path takes none",
        "/v1/knowledge/search?query=a&k=3|'k' here; this path takes query, mode, top, collection",
        "/v1/usage?x=1|'x' here; this path takes none",
        "/v1/workflows?x=1|'x' here; this path takes none",
        "/v1/workflows/report?x=1|'x' here; this path takes none",
        "/health/live?x=1|'x' here; this path takes none",
        "/health/ready?x=1|'x' here; this path takes none",
        "/v1/tasks?limit=1&limit=2|limit stands there twice",
      })
  void refuses_a_parameter_that_it_does_not_know(String path, String said) {
    HttpResponse<String> response = server.get(path.replace("ID", server.submit("g")));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).path("detail").asText()).contains(said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/tasks?dry-run=1",
        "/v1/tasks/ID/cancel?why=x",
        "/v1/workflows/validate?x=1",
        "/v1/callbacks/token?x=1"
      })
  void refuses_an_unknown_parameter_of_a_post_too(String path) {
    String id = server.submit("g");
    HttpResponse<String> response = server.post(path.replace("ID", id), "{\"goal\":\"g\"}");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).path("detail").asText()).contains("this path takes none");
    assertThat(json(server.get("/v1/tasks/" + id)).path("status").asText()).isEqualTo("running");
  }

  @Test
  void refuses_a_wait_that_is_no_duration() {
    String id = server.submit("g");
    assertThat(server.get("/v1/tasks/" + id + "?wait=soon").statusCode()).isEqualTo(400);
  }

  @Test
  void lists_tasks_with_their_filters() {
    server.submit("listed");
    JsonNode page =
        json(server.get("/v1/tasks?status=running&label=a:1&label=b%3D2&cursor=c&limit=5"));
    assertThat(page.path("next").asText()).isEqualTo("next-page");
    assertThat(page.path("tasks")).isNotEmpty();
    var query = server.tasks.queries.stream().toList().getLast();
    assertThat(query.status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(query.labels()).isEqualTo(Map.of("a", "1", "b", "2"));
    assertThat(query.cursor()).isEqualTo("c");
    assertThat(query.limit()).isEqualTo(5);
  }

  @Test
  void exports_a_line_for_each_event() {
    String id = server.submit("g");
    HttpResponse<String> response = server.get("/v1/tasks/" + id + "/export");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    JsonNode line = Json.parse(response.body().strip());
    assertThat(line.fieldNames())
        .toIterable()
        .containsExactly("persistenceId", "sequenceNumber", "writeId", "at", "type", "event");
    assertThat(line.path("type").asText()).isEqualTo("task-submitted");
    assertThat(line.path("event")).hasToString("{\"assignment\":1}");
  }

  @Test
  void exports_a_time_or_everything_between_a_first_line_and_a_last() {
    var lines = server.get("/v1/export?all=true").body().lines().map(Json::parse).toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.getFirst().path("of")).hasToString("{\"all\":true}");
    assertThat(lines.get(1).path("wakeUp").asText()).startsWith("Everything[without=[embeddings]");
    assertThat(lines.getLast().path("wakeUps").asInt()).isEqualTo(1);

    var day = server.get("/v1/export?from=2026-11-21&to=2026-11-22T10:00:00Z").body();
    assertThat(day)
        .contains("from=2026-11-21T00:00:00Z, to=2026-11-22T10:00:00Z", "\"export-end\"");
    assertThat(server.get("/v1/export?task=" + UNKNOWN.substring(10)).statusCode()).isEqualTo(404);
  }

  @Test
  void shows_both_of_two_events_with_one_number() {
    String id = server.submit("g");
    var lines = server.get("/v1/tasks/" + id + "/contested").body().lines().map(Json::parse);
    assertThat(lines)
        .extracting(line -> line.path("writer").asText() + " " + line.path("counts").asBoolean())
        .containsExactly("a false", "b true");
  }

  @Test
  void says_which_methods_a_path_takes() {
    HttpResponse<String> response =
        server.send(server.request("/v1/tasks").method("PUT", BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue("GET, POST");
  }

  @Test
  void hides_what_nobody_planned_behind_a_problem() {
    String id = server.submit("g");
    server.tasks.nextFault = new IllegalStateException("secret");
    HttpResponse<String> response = server.get("/v1/tasks/" + id);
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).doesNotContain("secret", "Exception");
  }

  @Test
  void knows_one_version_only() {
    for (String path : List.of("/v2/tasks", "/health/tasks", "/tasks", "/v1/health/live", "/")) {
      assertThat(server.get(path).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void is_ready_or_says_that_it_is_not() {
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
    server.ready = false;
    assertThat(server.get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(server.get("/health/ready").body()).contains("no room on the disk");
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
    server.ready = true;
  }

  @Test
  void holds_two_thousand_waits_without_holding_threads() throws Exception {
    String id = server.submit("g");
    var waits =
        IntStream.range(0, 2_000)
            .mapToObj(_ -> server.sendAsync("/v1/tasks/" + id + "?wait=60s"))
            .toList();
    server.tasks.end(id, TaskStatus.COMPLETED, Outcome.ANSWERED, null);
    for (var wait : waits) {
      assertThat(wait.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
  }

  private HttpResponse<String> post(String path) {
    return server.send(server.request(path).POST(BodyPublishers.noBody()));
  }

  @Test
  void tells_the_history_in_the_services_words_page_by_page() {
    var id = json(server.post("/v1/tasks", "{\"goal\":\"g\"}")).path("id").asText();
    var first = json(server.get("/v1/tasks/" + id + "/events?format=step-functions&limit=1"));
    var second = json(server.get("/v1/tasks/" + id + "/events?format=step-functions&after=1"));

    assertThat(first.path("events")).hasToString("[{\"id\":1}]");
    assertThat(first.path("next").asInt()).isEqualTo(1);
    assertThat(second.path("events")).hasToString("[2]");
    assertThat(second.path("next").isNull()).isTrue();
    assertThat(server.get("/v1/tasks/" + id + "/events?format=xml").statusCode()).isEqualTo(400);
  }
}
