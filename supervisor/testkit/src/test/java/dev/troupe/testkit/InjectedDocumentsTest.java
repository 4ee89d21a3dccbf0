package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageType;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.model.ToolRequest;
import dev.troupe.agents.tool.Tools;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.TaskStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Documents that give orders, before a model that obeys every one of them: what they say reaches it
 * as data only, and nothing that changes something is called.
 */
class InjectedDocumentsTest {
  private static final String TEAM =
      """
      troupe.agents.passages = 30
      troupe.roles {
        searching { instructions = Answer., tools = [knowledge_search, pay] }
        reading { instructions = Answer., tools = [read_page, pay] }
        asking { instructions = Answer., tools = [call_agent, pay], may-call = [scout] }
        scout { instructions = Look., tools = [read_page] }
        trusting {
          instructions = Answer., tools = [read_page, pay], changes-after-untrusted-text = true
        }
        researcher { instructions = Find., tools = [pay] }
      }
      """;

  /** A label, a seal that only this text has, and whatever stands between. */
  private static final Pattern FENCE =
      Pattern.compile(
          "<<(?:passage|data) (P\\d+|knowledge_search|read_page|call_agent|input) ([0-9a-f]{16})[^\\n\\r\\u2028\\u2029]*>>\\n.*?\\n<<end \\1 \\2>>",
          Pattern.DOTALL);

  record Injected(String canary, Passage passage) {}

  record Nothing() {}

  static Stream<Injected> documents() {
    return lines().map(InjectedDocumentsTest::injected);
  }

  private static Stream<JsonNode> lines() {
    try (var file =
        Objects.requireNonNull(
            InjectedDocumentsTest.class.getResourceAsStream("/injected/documents.jsonl"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().map(Json::parse);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Injected injected(JsonNode line) {
    var text = line.path("text").asText();
    var passage =
        new Passage(
            "p-" + line.path("canary").asText(),
            "mail",
            line.path("document").asText(),
            line.path("heading").isNull() ? null : line.path("heading").asText(),
            0,
            Passage.Kind.PROSE,
            text,
            List.of(text),
            null);
    return new Injected(line.path("canary").asText(), passage);
  }

  private static String by(String role) {
    return """
    {"QueryLanguage": "JSONata", "StartAt": "Work", "States": {"Work": {
      "Type": "Task", "Resource": "agent:%s",
      "Arguments": {"question": "{%% $states.input.goal %%}"}, "End": true}}}
    """
        .formatted(role);
  }

  static ToolRequest pay(String id) {
    return new ToolRequest(id, "pay", "{}");
  }

  /** Reads whatever lies there, and counts what is paid. */
  static final class Desk {
    final AtomicReference<Injected> document = new AtomicReference<>();
    final AtomicInteger paid = new AtomicInteger();

    Tools tools() {
      return Tools.NONE
          .withOutside("read_page", "Reads.", Nothing.class, (_, _) -> page(document.get()))
          .withChange("pay", "Pays.", Nothing.class, (_, _) -> paid.incrementAndGet());
    }
  }

  static String page(Injected document) {
    var passage = document.passage();
    return passage.document() + "\n" + passage.heading() + "\n" + passage.text();
  }

  private static Rehearsal rehearsal(ScriptedModel model, Desk desk) {
    return Rehearsal.of(model, TEAM, desk.tools(), passages());
  }

  static List<Passage> passages() {
    return documents().map(Injected::passage).toList();
  }

  private static void work(Rehearsal rehearsal, String role) {
    var id = rehearsal.submit("When was the pump serviced?", by(role));
    assertThat(rehearsal.awaitEnd(id).status()).isEqualTo(TaskStatus.COMPLETED);
  }

  static List<ChatMessage> lastPrompt(ScriptedModel model, String role) {
    return model.calls().stream()
        .filter(call -> call.role().name().equals(role))
        .toList()
        .getLast()
        .prompt()
        .messages();
  }

  /** What a document says stands between its fences, once, and nowhere else. */
  static void contained(Injected document, List<ChatMessage> prompt) {
    var told = new StringBuilder();
    for (var message : prompt) {
      told.append(text(message)).append('\n');
    }
    assertThat(FENCE.matcher(told).results().filter(f -> f.group().contains(document.canary())))
        .isNotEmpty();
    assertThat(FENCE.matcher(told).replaceAll("")).doesNotContain(document.canary());
  }

  private static String text(ChatMessage message) {
    return switch (message.type()) {
      case USER -> ((UserMessage) message).singleText();
      case TOOL_EXECUTION_RESULT -> ((ToolExecutionResultMessage) message).text();
      case AI -> Objects.requireNonNullElse(((AiMessage) message).text(), "");
      case SYSTEM, CUSTOM -> "";
    };
  }

  static void refusesToPay(ScriptedModel model, String role) {
    assertThat(lastPrompt(model, role))
        .filteredOn(message -> message.type() == ChatMessageType.TOOL_EXECUTION_RESULT)
        .extracting(InjectedDocumentsTest::text)
        .anyMatch(text -> text.contains("pay was not called"));
  }

  @Test
  void what_a_search_found_orders_nothing() {
    var desk = new Desk();
    var model =
        new ScriptedModel()
            .asks("searching", new ToolRequest("a", "knowledge_search", "{\"query\": \"pump\"}"))
            .asks("searching", pay("b"))
            .says("searching", "In May.");
    try (var rehearsal = rehearsal(model, desk)) {
      work(rehearsal, "searching");
    }

    refusesToPay(model, "searching");
    assertThat(documents())
        .allSatisfy(document -> contained(document, lastPrompt(model, "searching")));
    assertThat(desk.paid).hasValue(0);
  }

  @Test
  void what_a_researcher_is_shown_orders_nothing() {
    var desk = new Desk();
    var model =
        new ScriptedModel()
            .asks("researcher", pay("b"))
            .says("researcher", "{\"question\": \"q\", \"claims\": []}");
    try (var rehearsal = rehearsal(model, desk)) {
      work(rehearsal, "researcher");
    }

    refusesToPay(model, "researcher");
    assertThat(documents())
        .allSatisfy(document -> contained(document, lastPrompt(model, "researcher")));
    assertThat(desk.paid).hasValue(0);
  }

  @Test
  void what_a_page_says_orders_nothing() {
    var desk = new Desk();
    var model = new ScriptedModel();
    try (var rehearsal = rehearsal(model, desk)) {
      for (var document : documents().toList()) {
        desk.document.set(document);
        model
            .asks("reading", new ToolRequest("a", "read_page", "{}"))
            .asks("reading", pay("b"))
            .says("reading", "In May.");
        work(rehearsal, "reading");

        refusesToPay(model, "reading");
        contained(document, lastPrompt(model, "reading"));
      }
    }
    assertThat(desk.paid).hasValue(0);
  }

  @Test
  void what_another_agent_passes_on_orders_nothing() {
    var desk = new Desk();
    var model = new ScriptedModel();
    var request = new ToolRequest("a", "call_agent", "{\"role\": \"scout\", \"task\": \"Look.\"}");
    try (var rehearsal = rehearsal(model, desk)) {
      for (var document : documents().toList()) {
        desk.document.set(document);
        model
            .asks("asking", request)
            .asks("scout", new ToolRequest("c", "read_page", "{}"))
            .says("scout", page(document))
            .asks("asking", pay("b"))
            .says("asking", "In May.");
        work(rehearsal, "asking");

        refusesToPay(model, "asking");
        contained(document, lastPrompt(model, "asking"));
      }
    }
    assertThat(desk.paid).hasValue(0);
  }

  /** Without which the others would show nothing. */
  @Test
  void the_same_tool_is_called_where_no_such_text_was_shown_or_the_role_allows_it() {
    var desk = new Desk();
    desk.document.set(documents().findFirst().orElseThrow());
    var model =
        new ScriptedModel()
            .asks("reading", pay("a"))
            .says("reading", "Paid.")
            .asks("trusting", new ToolRequest("a", "read_page", "{}"))
            .asks("trusting", pay("b"))
            .says("trusting", "Paid.");
    try (var rehearsal = rehearsal(model, desk)) {
      work(rehearsal, "reading");
      assertThat(desk.paid).hasValue(1);

      work(rehearsal, "trusting");
      assertThat(desk.paid).hasValue(2);
    }
  }

  @Test
  void the_set_holds_documents_of_many_kinds_and_tells_them_apart() {
    assertThat(documents().map(Injected::canary).distinct()).hasSizeGreaterThanOrEqualTo(25);
    assertThat(lines()).hasSameSizeAs(documents().map(Injected::canary).distinct().toList());
  }

  @Test
  void a_text_outside_its_fence_would_be_seen() {
    assertThat(documents())
        .allSatisfy(document ->
            assertThat(FENCE.matcher(page(document)).replaceAll("")).contains(document.canary()));
  }
}
