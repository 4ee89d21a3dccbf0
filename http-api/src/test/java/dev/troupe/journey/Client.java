package dev.troupe.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The HTTP API as any client sees it. */
public final class Client {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI url;

  public Client(URI url) {
    this.url = url;
  }

  /** A workflow of one step, which a role is given. */
  public static JsonNode oneStep(String role, String arguments) {
    var step =
        JSON.createObjectNode()
            .put("Type", "Task")
            .put("Resource", "agent:" + role)
            .put("Arguments", arguments)
            .put("End", true);
    var machine = JSON.createObjectNode().put("QueryLanguage", "JSONata").put("StartAt", "Work");
    machine.putObject("States").set("Work", step);
    return machine;
  }

  /** Submits to a workflow under a key and returns the task's id; fails unless it was accepted. */
  public String submit(String goal, String workflow, String key) {
    var body = JSON.createObjectNode().put("goal", goal).put("workflow", workflow);
    return accepted(post("/v1/tasks", body, "Idempotency-Key", key));
  }

  /** Submits a workflow of its own and returns the task's id; fails unless it was accepted. */
  public String submit(String goal, JsonNode workflow) {
    var body = JSON.createObjectNode().put("goal", goal);
    body.set("workflow", workflow);
    return accepted(post("/v1/tasks", body));
  }

  private static String accepted(HttpResponse<String> response) {
    if (response.statusCode() != 202) {
      throw new AssertionError("not accepted: " + response.statusCode() + " " + response.body());
    }
    return json(response.body()).get("id").textValue();
  }

  public HttpResponse<String> post(String path, JsonNode body, String... headers) {
    var request =
        HttpRequest.newBuilder(url.resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()));
    return send((headers.length == 0 ? request : request.headers(headers)).build());
  }

  /** The first thousand. */
  public List<JsonNode> events(String id) {
    return StreamSupport.stream(
            get("/v1/tasks/" + id + "/events?limit=1000").path("events").spliterator(), false)
        .toList();
  }

  public JsonNode get(String path) {
    var request =
        HttpRequest.newBuilder(url.resolve(path)).timeout(Duration.ofSeconds(90)).GET().build();
    return json(send(request).body());
  }

  /** Stores a workflow; fails unless the server says that it is there. */
  public void putWorkflow(String name, String definition) {
    var request =
        HttpRequest.newBuilder(url.resolve("/v1/workflows/" + name))
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(definition))
            .build();
    var response = send(request);
    if (response.statusCode() != 201 && response.statusCode() != 200) {
      throw new AssertionError("not stored: " + response.statusCode() + " " + response.body());
    }
  }

  /** Waits for a task's end on the server's side. */
  public JsonNode await(String id) {
    return get("/v1/tasks/" + id + "?wait=60s");
  }

  /** The one question that a task asks people, once it stands in their list. */
  public JsonNode question(Program program, String task) {
    return program.until(
        "the question",
        () ->
            Optional.of(get("/v1/approvals?task=" + task + "&status=open").path("approvals"))
                .filter(open -> open.size() == 1)
                .map(open -> open.path(0)));
  }

  /** Of a task's journals, and its agents'. */
  public List<String> eventTypes(String id) {
    return export(id).stream().map(event -> event.path("type").textValue()).toList();
  }

  public List<JsonNode> export(String id) {
    var request = HttpRequest.newBuilder(url.resolve("/v1/tasks/" + id + "/export")).build();
    return send(request).body().lines().map(Client::json).toList();
  }

  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException("not JSON: " + text, e);
    }
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
