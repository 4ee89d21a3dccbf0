package dev.troupe.supervisor;

import static dev.troupe.supervisor.TestNode.LONG;
import static dev.troupe.supervisor.TestNode.eventually;
import static dev.troupe.supervisor.TestNode.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Assignment;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.Tasks.CallbackReply;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps ended from outside, on a real node that goes and comes back meanwhile. */
class CallbacksTest {
  private static final String MACHINE =
      """
      {"StartAt":"Pay","States":{"Pay":{"Type":"Task","Resource":"arn:pay:eu.waitForTaskToken",
        "Parameters":{"token.$":"$$.Task.Token"},"HeartbeatSeconds":600,"End":true}}}
      """;
  private static final String BOUND =
      """
      troupe.resources = [
        { match = "arn:ship:*", bind = "agent:shipper" }
        { match = "arn:pay:*", bind = "agent:cashier" }
      ]
      """;

  @TempDir private Path folder;
  private final CompletableFuture<String> token = new CompletableFuture<>();
  private final ScriptedAgents agents = new ScriptedAgents().returning("cashier", this::sent);
  private TestNode node;

  private JsonNode sent(JsonNode input) {
    token.complete(input.path("token").asText());
    return Json.parse("{}");
  }

  @BeforeEach
  void start() {
    node = new TestNode(folder, agents, BOUND);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private String accepted() {
    return node.accepted(TestNode.ofMachine("Pay.", MACHINE));
  }

  private CallbackReply callBack(Callback callback) throws Exception {
    return get(node.tasks.callBack("default", token.get(20, TimeUnit.SECONDS), callback));
  }

  @Test
  void a_step_is_ended_by_its_token_after_the_node_came_back() throws Exception {
    var id = accepted();
    assertThat(callBack(new Callback.Heartbeat())).isEqualTo(CallbackReply.TAKEN);
    node.close();
    node = new TestNode(folder, agents, BOUND);

    assertThat(callBack(new Callback.Success(Json.parse("{\"paid\":true}"))))
        .isEqualTo(CallbackReply.TAKEN);

    var task = get(node.tasks.await("default", id, LONG)).orElseThrow();
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(task.output()).isEqualTo(Json.parse("{\"paid\":true}"));
    assertThat(agents.assigned).extracting(Assignment::role).containsOnly("cashier");
    assertThat(callBack(new Callback.Success(Json.parse("2")))).isEqualTo(CallbackReply.TOO_LATE);
    assertThat(callBack(new Callback.Heartbeat())).isEqualTo(CallbackReply.TOO_LATE);
  }

  @Test
  void what_only_waits_for_its_token_and_signs_of_life_is_said_to_wait_and_keeps_nobody_up()
      throws Exception {
    var waiting = new TaskSummary.Query("default", TaskStatus.WAITING, Map.of(), null, 10);
    var id = accepted();

    eventually(() ->
        get(node.tasks.list(waiting)).tasks().stream().anyMatch(task -> task.id().equals(id)));
    assertThat(callBack(new Callback.Heartbeat())).isEqualTo(CallbackReply.TAKEN);
    assertThat(get(node.tasks.underWay("default")).tasks()).isEmpty();

    assertThat(callBack(new Callback.Success(Json.parse("1")))).isEqualTo(CallbackReply.TAKEN);
    assertThat(node.ended(id).status()).isEqualTo(TaskStatus.COMPLETED);
    eventually(() -> get(node.tasks.unfinished()) == 0);
  }

  @Test
  void a_token_of_nobody_is_unknown() {
    assertThat(get(node.tasks.callBack("default", "bm9ib2R5", new Callback.Heartbeat())))
        .isEqualTo(CallbackReply.UNKNOWN);
  }
}
