package dev.troupe.http;

import static dev.troupe.http.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.Json;
import dev.troupe.supervisor.Callback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallbackRoutesTest {
  private final ApiServer server = new ApiServer();

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void passes_a_success_on_and_takes_a_token_once() {
    var first = server.post("/v1/callbacks/token-1", "{\"success\":{\"a\":[1]}}");
    var second = server.post("/v1/callbacks/token-1", "{\"success\":{\"a\":[1]}}");

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(server.tasks.callbacks.get("token-1"))
        .isEqualTo(new Callback.Success(Json.parse("{\"a\":[1]}")));
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(json(second).path("detail").asText()).contains("works once");
  }

  @Test
  void passes_failures_and_heartbeats_on() {
    server.post("/v1/callbacks/token-2", "{\"failure\":{\"error\":\"E\",\"cause\":\"c\"}}");
    server.post("/v1/callbacks/token-3", "{\"heartbeat\":{}}");

    assertThat(server.tasks.callbacks)
        .containsEntry("token-2", new Callback.Failure("E", "c"))
        .containsEntry("token-3", new Callback.Heartbeat());
  }

  @Test
  void knows_no_other_tokens() {
    assertThat(server.post("/v1/callbacks/nobody", "{\"success\":1}").statusCode()).isEqualTo(404);
  }

  @Test
  void refuses_an_output_that_no_step_can_have_and_leaves_the_token_open() {
    var body = "{\"success\":\"" + "a".repeat(256 * 1024) + "\"}";

    var refused = server.post("/v1/callbacks/token-7", body);

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(json(refused).at("/errors/0/pointer").asText()).isEqualTo("/success");
    assertThat(server.tasks.callbacks).doesNotContainKey("token-7");
  }

  @Test
  void refuses_a_failure_in_too_many_words() {
    var body = "{\"failure\":{\"error\":\"%s\",\"cause\":\"%s\"}}";
    var most = body.formatted("E".repeat(256), "c".repeat(32_768));
    assertThat(server.post("/v1/callbacks/token-5", most).statusCode()).isEqualTo(200);

    var more = server.post("/v1/callbacks/token-6", body.formatted("E", "c".repeat(32_769)));

    assertThat(more.statusCode()).isEqualTo(422);
    assertThat(json(more).at("/errors/0/pointer").asText()).isEqualTo("/failure/cause");
    assertThat(server.tasks.callbacks).doesNotContainKey("token-6");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | ''",
        "{\"success\":1,\"failure\":{}} | ''",
        "{\"done\":1} | ''",
        "{\"failure\":{}} | /failure/error",
        "{\"failure\":{\"error\":1}} | /failure/error",
        "{\"failure\":{\"error\":\"E\",\"why\":\"c\"}} | /failure/why"
      })
  void refuses_what_is_no_callback(String body, String pointer) {
    var response = server.post("/v1/callbacks/token-4", body);

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(json(response).at("/errors/0/pointer").asText()).isEqualTo(pointer);
    assertThat(server.tasks.callbacks).doesNotContainKey("token-4");
  }
}
