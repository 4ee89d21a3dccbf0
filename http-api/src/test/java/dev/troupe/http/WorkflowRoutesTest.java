package dev.troupe.http;

import static dev.troupe.http.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.supervisor.NamedWorkflows.DeleteReply;
import dev.troupe.supervisor.NamedWorkflows.PutReply;
import dev.troupe.supervisor.NamedWorkflows.Summary;
import dev.troupe.supervisor.SubmitReply.Fault;
import dev.troupe.supervisor.workflow.DefinitionText;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkflowRoutesTest {
  private static final Summary OF_FILE = new Summary("mine", "h", "", "file /w/mine.asl.json");

  private final ApiServer server = new ApiServer();

  @AfterAll
  void stop() {
    server.close();
  }

  private HttpResponse<String> put(String name, String type, String body) {
    return server.send(
        server
            .request("/v1/workflows/" + name)
            .header("Content-Type", type)
            .PUT(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> delete(String name) {
    return server.send(server.request("/v1/workflows/" + name).DELETE());
  }

  @Test
  void a_definition_without_a_name_is_shown_by_its_hash() {
    var known = server.send(server.request("/v1/workflows/" + "5".repeat(64)).GET());
    var unknown = server.send(server.request("/v1/workflows/" + "6".repeat(64)).GET());

    assertThat(json(known).at("/definition/StartAt").asText()).isEqualTo("Planned");
    assertThat(json(known).path("source").asText()).isEqualTo("by hash");
    assertThat(unknown.statusCode()).isEqualTo(404);
  }

  @Test
  void a_new_name_is_created_and_a_known_one_updated() {
    var created = put("a", "application/json", "{\"StartAt\":\"A\"}");
    var updated = put("a", "application/json", "{\"StartAt\":\"B\"}");

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.headers().firstValue("Location")).contains("/v1/workflows/a");
    assertThat(json(created).path("hash").asText()).isEqualTo("h");
    assertThat(updated.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | {\"StartAt\":\"A\"}",
        "application/yaml | StartAt: A",
        "text/yaml        | {StartAt: A}",
        "text/plain       | StartAt: A",
        "text/plain       | {\"StartAt\":\"A\"}",
      })
  void takes_json_and_yaml(String type, String body) {
    assertThat(put("b", type, body).statusCode()).isIn(200, 201);
    assertThat(server.tasks.workflows.put.get("b"))
        .isInstanceOfSatisfying(
            DefinitionText.Tree.class,
            tree -> assertThat(tree.json()).isEqualTo(EdgeJson.object().put("StartAt", "A")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | StartAt: A      | line 1",
        "application/json | {\"StartAt\":   | line 1",
        "application/yaml | a: [            | YAML",
        "text/plain       | ''              | empty",
      })
  void refuses_broken_syntax(String type, String body, String detail) {
    var response = put("c", type, body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).path("detail").asText()).contains(detail);
  }

  @Test
  void refuses_what_is_too_large() {
    var response =
        put("c", "application/json", "{\"Comment\":\"%s\"}".formatted("x".repeat(1 << 20)));

    assertThat(response.statusCode()).isEqualTo(413);
  }

  @Test
  void tells_why_a_definition_is_not_stored() {
    server.tasks.workflows.nextPut =
        new PutReply.Invalid(List.of(new Fault("/States/A/Resource", "Nothing is bound to it.")));
    var invalid = put("c", "application/json", "{}");
    server.tasks.workflows.nextPut = new PutReply.UnusableName("not a name");
    var unusable = put("C", "application/json", "{}");
    server.tasks.workflows.nextPut = new PutReply.Provided(OF_FILE);
    var provided = put("mine", "application/json", "{}");
    server.tasks.workflows.nextPut = new PutReply.TooMany(7);
    var tooMany = put("c", "application/json", "{}");

    assertThat(invalid.statusCode()).isEqualTo(422);
    assertThat(json(invalid).at("/errors/0/pointer").asText()).isEqualTo("/States/A/Resource");
    assertThat(unusable.statusCode()).isEqualTo(400);
    assertThat(provided.statusCode()).isEqualTo(409);
    assertThat(json(provided).path("detail").asText()).contains("/w/mine.asl.json");
    assertThat(tooMany.statusCode()).isEqualTo(409);
    assertThat(json(tooMany).path("detail").asText()).contains("7");
  }

  @Test
  void tells_why_a_workflow_is_not_deleted() {
    server.tasks.workflows.nextDelete = new DeleteReply.Unknown();
    var unknown = delete("c");
    server.tasks.workflows.nextDelete = new DeleteReply.Provided(OF_FILE);
    var provided = delete("mine");
    server.tasks.workflows.nextDelete = new DeleteReply.InUse(List.of("task-1", "task-2"), false);
    var inUse = delete("c");
    server.tasks.workflows.nextDelete = new DeleteReply.InUse(List.of("task-1", "task-2"), true);
    var inUseOften = delete("c");
    server.tasks.workflows.nextDelete = new DeleteReply.Deleted();
    var deleted = delete("c");

    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(provided.statusCode()).isEqualTo(409);
    assertThat(inUse.statusCode()).isEqualTo(409);
    assertThat(json(inUse).path("detail").asText())
        .contains("used by tasks that have not ended: task-1, task-2");
    assertThat(json(inUseOften).path("detail").asText())
        .contains("used by at least 2 tasks that have not ended: task-1, task-2");
    assertThat(deleted.statusCode()).isEqualTo(204);
    assertThat(deleted.body()).isEmpty();
  }

  @Test
  void shows_a_workflow_with_its_definition_and_where_it_comes_from() {
    var report = json(server.get("/v1/workflows/report"));

    assertThat(report.path("source").asText()).isEqualTo("built-in");
    assertThat(report.path("hash").asText()).isEqualTo("abc");
    assertThat(report.at("/definition/StartAt").asText()).isEqualTo("Plan");
    assertThat(json(server.get("/v1/workflows")).at("/workflows/0/source").asText())
        .isEqualTo("built-in");
    assertThat(server.get("/v1/workflows/nobody").statusCode()).isEqualTo(404);
    assertThat(server.post("/v1/workflows/report", "{}").statusCode()).isEqualTo(405);
  }
}
