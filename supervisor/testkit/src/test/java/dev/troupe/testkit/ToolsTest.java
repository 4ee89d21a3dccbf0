package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.troupe.agents.model.ModelGateway;
import dev.troupe.agents.model.ToolRequest;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.ToolFailure;
import dev.troupe.agents.tool.Tools;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.TaskStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Tools in roles and as steps, on real supervisors and agents. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToolsTest {
  private record Article(String name) {}

  private record Stock(int pieces) {}

  private record Order(String article, int pieces) {}

  private static final String CLERK =
      """
      troupe.roles.clerk {
        instructions = "Answer what is asked about the stock."
        tools = [stock_of, order_more]
      }
      """;

  private final ScriptedModel model = new ScriptedModel();
  private final Map<String, Order> orders = new ConcurrentHashMap<>();

  private final Tools tools =
      Tools.NONE
          .with(
              "stock_of",
              "Says how many pieces of an article are there.",
              Article.class,
              this::stock)
          .withChange("order_more", "Orders pieces.", Order.class, this::order, this::ordered);

  private final Rehearsal rehearsal = Rehearsal.of(model, CLERK, tools);

  @AfterAll
  void close() {
    rehearsal.close();
  }

  private Stock stock(Article article, ToolCall call) {
    if (article.name().equals("unicorn")) {
      throw new ToolFailure("There is no article 'unicorn'; known are lamp and chair");
    }
    return new Stock(article.name().length());
  }

  private Order order(Order order, ToolCall call) {
    orders.put(call.idempotencyKey(), order);
    return order;
  }

  private Optional<Order> ordered(Order order, ToolCall call) {
    return Optional.ofNullable(orders.get(call.idempotencyKey()));
  }

  private static String machine(String resource) {
    return """
    {"QueryLanguage": "JSONata", "StartAt": "Work", "States": {
      "Work": {"Type": "Task", "Resource": "%s",
        "Arguments": "{%% $states.input.input %%}", "End": true}}}
    """
        .formatted(resource);
  }

  private String submit(String resource, String input) {
    return rehearsal.submit("stock", Json.parse(input), machine(resource));
  }

  @Test
  void a_role_asks_for_its_tools_and_answers_with_what_they_said() {
    model
        .asks(
            "clerk",
            new ToolRequest("a", "stock_of", "{\"name\": \"lamp\"}"),
            new ToolRequest("b", "stock_of", "{\"name\": \"unicorn\"}"))
        .says("clerk", "Four lamps.");
    var before = model.calls().size();

    var task = rehearsal.awaitEnd(submit("agent:clerk", "{\"question\": \"lamps?\"}"));

    assertThat(task.output()).isEqualTo(Json.parse("\"Four lamps.\""));
    var calls = model.calls().subList(before, model.calls().size());
    assertThat(calls).hasSize(2);
    assertThat(calls.getFirst().tools())
        .extracting(tool -> tool.name())
        .containsExactlyInAnyOrder("stock_of", "order_more");
    assertThat(results(calls.getLast()))
        .containsExactly(
            "{\"pieces\":4}",
            "Error: stock_of: There is no article 'unicorn'; known are lamp and chair");
  }

  private static List<String> results(ModelGateway.Call call) {
    return call.prompt().messages().stream()
        .filter(ToolExecutionResultMessage.class::isInstance)
        .map(message -> ((ToolExecutionResultMessage) message).text())
        .toList();
  }

  @Test
  void a_tool_is_a_step_without_any_agent() {
    var id = submit("tool:stock_of", "{\"name\": \"chair\"}");

    assertThat(rehearsal.awaitEnd(id).output()).isEqualTo(Json.parse("{\"pieces\": 5}"));
    assertThat(rehearsal.eventTypes(id))
        .containsExactly(
            "task-submitted",
            "state-entered",
            "step-assigned",
            "step-returned",
            "state-exited",
            "task-completed");
    assertThat(rehearsal.events(id).get(2).data().path("role").asText()).isEqualTo("tool:stock_of");
  }

  @Test
  void a_step_that_changes_something_gets_the_key_of_its_assignment() {
    var id = submit("tool:order_more", "{\"article\": \"lamp\", \"pieces\": 3}");

    assertThat(rehearsal.awaitEnd(id).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(orders).containsEntry(id + ":1:1", new Order("lamp", 3));
  }

  @Test
  void a_step_fails_with_the_name_of_what_is_wrong() {
    var misfit = rehearsal.awaitEnd(submit("tool:stock_of", "{\"nam\": \"chair\"}")).failure();
    var failed = rehearsal.awaitEnd(submit("tool:stock_of", "{\"name\": \"unicorn\"}")).failure();

    assertThat(misfit).isNotNull().extracting("type").isEqualTo("Tool.InvalidInput");
    assertThat(failed).isNotNull().extracting("type").isEqualTo("Tool.Failed");
  }

  @Test
  void a_tool_that_is_not_there_is_refused_before_anything_begins() {
    assertThatThrownBy(() -> submit("tool:missing", "{}"))
        .hasMessageContaining("There is no tool 'missing' that can be a step");
  }

  @Test
  void a_role_that_lists_an_unknown_tool_is_refused_at_the_start() {
    assertThatThrownBy(() -> Rehearsal.of(new ScriptedModel(), CLERK, Tools.NONE).close())
        .hasMessageContaining("troupe.roles.clerk.tools")
        .hasMessageContaining("stock_of");
  }
}
