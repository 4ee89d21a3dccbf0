package dev.troupe.http;

import static dev.troupe.http.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.Submission;
import dev.troupe.supervisor.SubmitReply;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubmitTest {
  private final ApiServer server = new ApiServer();

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void accepts_a_goal_and_says_where_the_task_is() {
    HttpResponse<String> response = server.post("/v1/tasks", "{\"goal\":\"why?\"}");
    assertThat(response.statusCode()).isEqualTo(202);
    JsonNode body = json(response);
    assertThat(body.fieldNames()).toIterable().containsExactly("id", "status");
    assertThat(body.path("status").asText()).isEqualTo("running");
    assertThat(response.headers().firstValue("Location"))
        .hasValue("/v1/tasks/" + body.path("id").asText());
  }

  @Test
  void passes_every_field_on() {
    String id =
        json(server.post(
                "/v1/tasks",
                """
                {"goal":"g","input":{"a":1},"workflow":"bench","knowledge":["notes"],
                 "labels":{"run":"7"},"limits":{"steps":9,"timeoutSeconds":60},"model":"openai/x"}
                """))
            .path("id")
            .asText();
    Submission submission = server.tasks.submission(id);
    assertThat(submission.tenant()).isEqualTo("default");
    assertThat(submission.input()).hasToString("{\"a\":1}");
    assertThat(submission.workflow()).isEqualTo("bench");
    assertThat(submission.definition()).isNull();
    assertThat(submission.knowledge()).containsExactly("notes");
    assertThat(submission.labels()).isEqualTo(Map.of("run", "7"));
    assertThat(submission.limits()).isEqualTo(new Submission.Limits(9, 60));
    assertThat(submission.model()).isEqualTo("openai/x");
  }

  @Test
  void takes_a_workflow_of_the_clients_own() {
    String id =
        json(server.post("/v1/tasks", "{\"goal\":\"g\",\"workflow\":{\"StartAt\":\"A\"}}"))
            .path("id")
            .asText();
    assertThat(server.tasks.submission(id).definition()).isEqualTo("{\"StartAt\":\"A\"}");
    assertThat(server.tasks.submission(id).workflow()).isNull();
  }

  @Test
  void answers_the_same_key_with_the_same_task_and_refuses_another_body() {
    HttpResponse<String> first = keyed("k-1", "{\"goal\":\"one\"}");
    HttpResponse<String> again = keyed("k-1", "{\"goal\":\"one\"}");
    HttpResponse<String> other = keyed("k-1", "{\"goal\":\"two\"}");
    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(json(other).path("detail").asText()).contains(json(first).path("id").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"knowledge\":[\"built-in\"]",
        "\"knowledge\":[]",
        "\"knowledge\":null",
        "\"labels\":{}",
        "\"limits\":{}",
        "\"limits\":{\"steps\":null}",
        "\"model\":null"
      })
  void takes_a_default_spelled_out_for_the_same_body(String field) {
    HttpResponse<String> first = keyed("k-default", "{\"goal\":\"one\"}");
    HttpResponse<String> again = keyed("k-default", "{\"goal\":\"one\"," + field + "}");
    assertThat(again.statusCode()).as(again.body()).isEqualTo(202);
    assertThat(again.body()).isEqualTo(first.body());
  }

  @Test
  void refuses_a_key_that_is_no_key() {
    assertThat(keyed("two words", "{\"goal\":\"g\"}").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|/goal",
        "{\"goal\":\" \"}|/goal",
        "{\"goal\":\"g\",\"extra\":1}|/extra",
        "{\"goal\":\"g\",\"a/b\":1}|/a~1b",
        "{\"goal\":\"g\",\"workflow\":7}|/workflow",
        "{\"goal\":\"g\",\"knowledge\":\"notes\"}|/knowledge",
        "{\"goal\":\"g\",\"knowledge\":[\"a\",2]}|/knowledge/1",
        "{\"goal\":\"g\",\"knowledge\":[\"notes\",\"nope\"]}|/knowledge/1",
        "{\"goal\":\"g\",\"labels\":{\"n\":2}}|/labels/n",
        "{\"goal\":\"g\",\"limits\":{\"steps\":0}}|/limits/steps",
        "{\"goal\":\"g\",\"limits\":{\"hops\":3}}|/limits/hops",
        "[]|''",
      })
  void names_the_place_of_a_fault(String body, String pointer) {
    HttpResponse<String> response = server.post("/v1/tasks", body);
    assertThat(response.statusCode()).isEqualTo(422);
    JsonNode errors = json(response).path("errors");
    assertThat(errors).hasSize(1);
    assertThat(errors.get(0).path("pointer").asText()).isEqualTo(pointer);
    assertThat(errors.get(0).path("detail").asText()).isNotBlank();
  }

  @Test
  void names_every_fault_at_once() {
    HttpResponse<String> response = server.post("/v1/tasks", "{\"goal\":1,\"x\":2}");
    assertThat(json(response).path("errors").findValuesAsText("pointer"))
        .containsExactlyInAnyOrder("/goal", "/x");
  }

  @Test
  void passes_faults_that_the_supervisor_finds() {
    server.tasks.nextReply =
        new SubmitReply.Invalid(List.of(new SubmitReply.Fault("/workflow", "there is no such")));
    HttpResponse<String> response = server.post("/v1/tasks", "{\"goal\":\"g\"}");
    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(json(response).at("/errors/0/pointer").asText()).isEqualTo("/workflow");
  }

  @Test
  void says_when_nothing_can_be_accepted() {
    server.tasks.nextReply =
        new SubmitReply.Unavailable("The disk is full; free some space.", Duration.ofSeconds(7));
    HttpResponse<String> response = server.post("/v1/tasks", "{\"goal\":\"g\"}");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).contains("7");
    assertThat(json(response).path("detail").asText()).contains("disk is full");
  }

  @Test
  void says_when_nobody_knows_whether_it_was_accepted() {
    server.tasks.nextReply = new SubmitReply.Unknown("Nobody said in time.");
    HttpResponse<String> response = server.post("/v1/tasks", "{\"goal\":\"g\"}");
    assertThat(response.statusCode()).isEqualTo(504);
    assertThat(response.headers().firstValue("Retry-After")).isEmpty();
    assertThat(json(response).path("type").asText())
        .isEqualTo("urn:troupe:problem:unknown-outcome");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"goal\"", "{\"goal\":\"a\",\"goal\":\"b\"}", "{} {}", "nonsense", "''"})
  void refuses_broken_syntax(String body) {
    HttpResponse<String> response = server.post("/v1/tasks", body);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @Test
  void says_where_broken_syntax_is_without_the_parsers_words() {
    assertThat(json(server.post("/v1/tasks", "{bad")).path("detail").asText())
        .isEqualTo(
            "The body is not JSON: line 1, column 2: a field's name in \"quotes\" should stand in"
                + " place of b");
  }

  @Test
  void refuses_what_is_not_json_by_name() {
    HttpResponse<String> response =
        server.send(
            server
                .request("/v1/tasks")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{\"goal\":\"g\"}")));
    assertThat(response.statusCode()).isEqualTo(415);
  }

  @Test
  void takes_one_mebibyte_and_refuses_a_byte_more() {
    int mebibyte = 1 << 20;
    String frame = "{\"goal\":\"\"}";
    String full = "{\"goal\":\"" + "g".repeat(mebibyte - frame.length()) + "\"}";
    assertThat(server.post("/v1/tasks", full).statusCode()).isEqualTo(202);
    assertThat(server.post("/v1/tasks", full + " ").statusCode()).isEqualTo(413);
  }

  @Test
  void refuses_a_large_body_that_does_not_say_its_length() {
    byte[] large = new byte[(1 << 20) + 1];
    var stream = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));
    HttpResponse<String> response =
        server.send(
            server.request("/v1/tasks").header("Content-Type", "application/json").POST(stream));
    assertThat(response.statusCode()).isEqualTo(413);
  }

  private HttpResponse<String> keyed(String key, String body) {
    return server.send(
        server
            .request("/v1/tasks")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body)));
  }
}
