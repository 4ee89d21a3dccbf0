package dev.troupe.http;

import static dev.troupe.http.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.TaskEventView;
import dev.troupe.supervisor.TaskStatus;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventStreamTest {
  private final ApiServer server = new ApiServer();

  @BeforeAll
  void record() {
    for (int n = 1; n <= 5; n++) {
      server.tasks.events.add(
          new TaskEventView(n, FakeTasks.AT, "state-entered", EdgeJson.object().put("n", n)));
    }
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void gives_a_page_of_events_behind_a_sequence_number() {
    String id = server.submit("g");
    JsonNode page = json(server.get("/v1/tasks/" + id + "/events?after=1&limit=2"));
    assertThat(page.path("events").findValuesAsText("sequence")).containsExactly("2", "3");
    assertThat(page.path("next").asLong()).isEqualTo(3);
    assertThat(page.at("/events/0").toString())
        .isEqualTo(
            "{\"sequence\":2,\"at\":\"2026-11-20T10:00:00Z\",\"type\":\"state-entered\","
                + "\"data\":{\"n\":2}}");
    assertThat(json(server.get("/v1/tasks/" + id + "/events?after=3")).get("next").isNull())
        .isTrue();
  }

  @Test
  void streams_events_with_their_sequence_as_id() {
    HttpResponse<String> response = stream(server.submit("g"), "?after=3", null);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    assertThat(ids(response)).containsExactly(4L, 5L);
    assertThat(response.body()).contains("event: progress\ndata: {\"assignment\":1");
    String data =
        response.body().lines().filter(line -> line.startsWith("data: {\"seq")).findFirst().get();
    assertThat(Json.parse(data.substring(6)).path("data").path("n").asInt()).isEqualTo(4);
  }

  @Test
  void streams_what_models_write_to_who_asks_for_it_and_gives_it_no_id() {
    String id = server.submit("g");

    HttpResponse<String> response = stream(id, "?after=4&deltas=true", null);

    assertThat(response.body())
        .contains(
            """
            event: delta
            data: {"assignment":2,"role":"writer","attempt":1,"call":3,"kind":"markdown","at":7,"text":"a\\nb"}

            event: reset
            data: {"assignment":2,"role":"writer","attempt":1,"call":3,"text":"It broke off."}

            event: notice
            data: {"about":"deltas","text":"Too slow."}

            """);
    assertThat(ids(response)).containsExactly(5L);
    assertThat(stream(id, "?after=4", null).body()).doesNotContain("delta", "reset", "notice");
    assertThat(stream(id, "?after=4&deltas=false", null).body()).doesNotContain("delta");
  }

  @Test
  void refuses_deltas_where_nothing_is_streamed_and_values_that_say_nothing() {
    String id = server.submit("g");
    var page = server.get("/v1/tasks/" + id + "/events?deltas=true");
    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.body()).contains("Accept: text/event-stream");
    assertThat(stream(id, "?deltas=yes", null).statusCode()).isEqualTo(400);
  }

  @Test
  void resumes_behind_the_last_event_id_without_gap_or_repeat() {
    String id = server.submit("g");
    assertThat(ids(stream(id, "", null))).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(ids(stream(id, "?after=1", "2"))).containsExactly(3L, 4L, 5L);
  }

  @Test
  void tells_a_client_that_has_seen_the_end_to_stop_asking() {
    String id = server.submit("g");
    server.tasks.end(id, TaskStatus.COMPLETED, null, null);
    assertThat(stream(id, "", "5").statusCode()).isEqualTo(204);
  }

  @Test
  void refuses_a_last_event_id_that_is_none() {
    assertThat(stream(server.submit("g"), "", "x").statusCode()).isEqualTo(400);
  }

  private HttpResponse<String> stream(
      String id, String query, @org.jspecify.annotations.Nullable String lastEventId) {
    var request =
        server.request("/v1/tasks/" + id + "/events" + query).header("Accept", "text/event-stream");
    return server.send(
        lastEventId == null ? request : request.header("Last-Event-ID", lastEventId));
  }

  private static List<Long> ids(HttpResponse<String> response) {
    return response
        .body()
        .lines()
        .filter(line -> line.startsWith("id: "))
        .map(line -> Long.parseLong(line.substring(4)))
        .toList();
  }
}
