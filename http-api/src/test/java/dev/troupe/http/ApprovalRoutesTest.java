package dev.troupe.http;

import static dev.troupe.http.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.Json;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalDecision.Choice;
import dev.troupe.supervisor.ApprovalStatus;
import dev.troupe.supervisor.ApprovalSummary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApprovalRoutesTest {
  private static final String TASK = "00000000-0000-7000-8000-000000000001";

  private final ApiServer server = new ApiServer();

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void passes_a_decision_on_and_shows_what_became_of_it() {
    server.tasks.ask("t.1.1", "Pay?");
    var answer =
        server.post(
            "/v1/approvals/t.1.1",
            "{\"decision\":\"approve\",\"edits\":{\"amount\":7},\"comment\":\"ok\",\"as\":\"ada\"}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).path("status").asText()).isEqualTo("approved");
    assertThat(server.tasks.decisions)
        .contains(
            new ApprovalDecision(
                Choice.APPROVE, "local", "ada", Json.parse("{\"amount\":7}"), "ok"));
  }

  @Test
  void refuses_a_second_decision_and_shows_it_with_the_approval() {
    server.tasks.ask("t.2.1", "Pay?");
    server.post("/v1/approvals/t.2.1", "{\"decision\":\"approve\"}");
    var second = server.post("/v1/approvals/t.2.1", "{\"decision\":\"reject\",\"comment\":\"no\"}");

    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(json(second).path("detail").asText()).contains("changes nothing");
    var shown = json(server.get("/v1/approvals/t.2.1"));
    assertThat(shown.path("status").asText()).isEqualTo("approved");
    assertThat(shown.at("/late/0/decision").asText()).isEqualTo("reject");
    assertThat(shown.at("/late/0/comment").asText()).isEqualTo("no");
  }

  @Test
  void shows_an_approval_whole() {
    server.tasks.ask("t.3.1", "Pay?");
    var shown = json(server.get("/v1/approvals/t.3.1"));

    assertThat(shown.path("question").asText()).isEqualTo("Pay?");
    assertThat(shown.path("details").asText()).isEqualTo("details");
    assertThat(shown.get("form").isNull()).isTrue();
    assertThat(shown.at("/approvers/0").asText()).isEqualTo("cfo");
    assertThat(shown.path("quorum").asInt()).isEqualTo(1);
    assertThat(shown.get("expiresAt").isNull()).isTrue();
    assertThat(shown.path("late")).isEmpty();
  }

  @Test
  void knows_no_other_approvals() {
    assertThat(server.get("/v1/approvals/t.9.9").statusCode()).isEqualTo(404);
    assertThat(server.post("/v1/approvals/t.9.9", "{\"decision\":\"approve\"}").statusCode())
        .isEqualTo(404);
    assertThat(server.post("/v1/approvals", "{}").statusCode()).isEqualTo(405);
  }

  @Test
  void lists_by_task_and_status_in_pages() {
    server.tasks.ask("t.4.1", "Pay?");
    var page = server.get("/v1/approvals?task=" + TASK + "&status=open&cursor=c&limit=1");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(json(page).path("approvals")).hasSize(1);
    assertThat(json(page).path("next").asText()).isEqualTo("next-page");
    assertThat(server.tasks.approvalQueries)
        .contains(new ApprovalSummary.Query("default", TASK, ApprovalStatus.OPEN, "c", 1));
  }

  @ParameterizedTest
  @CsvSource({
    "status=done, status",
    "task=x, task",
    "limit=0, limit",
    "cursor=broken, cursor",
    "state=x, state"
  })
  void refuses_a_list_of_what_is_none(String query, String named) {
    var answer = server.get("/v1/approvals?" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).path("detail").asText()).contains(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | /decision",
        "{\"decision\":\"maybe\"} | /decision",
        "{\"decision\":1} | /decision",
        "{\"decision\":\"approve\",\"by\":\"ada\"} | /by",
        "{\"decision\":\"approve\",\"comment\":1} | /comment",
        "{\"decision\":\"approve\",\"as\":\" \"} | /as",
        "{\"decision\":\"approve\",\"edits\":{\"amount\":\"x\"}} | /edits/amount",
        "[] | ''"
      })
  void refuses_what_is_no_decision(String body, String pointer) {
    server.tasks.ask("t.5.1", "Pay?");
    var answer = server.post("/v1/approvals/t.5.1", body);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(json(answer).at("/errors/0/pointer").asText()).isEqualTo(pointer);
    assertThat(json(server.get("/v1/approvals/t.5.1")).path("status").asText()).isEqualTo("open");
  }
}
