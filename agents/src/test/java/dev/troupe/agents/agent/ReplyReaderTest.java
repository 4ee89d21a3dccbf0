package dev.troupe.agents.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.Role;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.persistence.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReplyReaderTest {
  private static final Map<String, Role> ROLES = AgentSettings.of(ConfigFactory.load()).roles();
  private static final List<Passage> PASSAGES =
      List.of(
          MemoryKnowledge.passage("aa", "Warm starts are free. A cold start\ncosts  300 ms."),
          MemoryKnowledge.passage("bb", "Caches cost memory."));
  private static final JsonNode QUESTION = Json.parse("{\"goal\":\"g\",\"question\":\"q?\"}");
  private static final JsonNode RESEARCH =
      Json.parse(
          """
          {"goal":"g","questions":["q?"],"comments":[],"research":[{"question":"q?","answered":true,"claims":[
            {"text":"Costs 300 ms.","quote":"costs  300 ms","passage":"aa","document":"a.md","heading":"Costs"},
            {"text":"Memory.","quote":"Caches cost memory.","passage":"bb","document":"b.md","heading":null}],
            "disagreements":[]}]}
          """);

  private static Reading read(String role, JsonNode input, String text) {
    return new ReplyReader(Objects.requireNonNull(ROLES.get(role))).read(input, PASSAGES, text);
  }

  private static JsonNode sound(String role, JsonNode input, String text) {
    return switch (read(role, input, text)) {
      case Reading.Sound(var output) -> output;
      case Reading.Faulty(var fault) -> throw new AssertionError(fault);
      case Reading.Refused _, Reading.Unjudged _ -> throw new AssertionError("no guardrails here");
    };
  }

  private static String fault(String role, JsonNode input, String text) {
    return switch (read(role, input, text)) {
      case Reading.Sound(var output) -> throw new AssertionError("taken: " + output);
      case Reading.Faulty(var fault) -> fault;
      case Reading.Refused _, Reading.Unjudged _ -> throw new AssertionError("no guardrails here");
    };
  }

  @Test
  void takes_a_plain_roles_text_as_it_is() {
    assertThat(sound("bench-writer", TextNode.valueOf("x"), "{\"not\": \"parsed\"}"))
        .isEqualTo(TextNode.valueOf("{\"not\": \"parsed\"}"));
  }

  @Test
  void finds_json_in_a_fence_and_behind_small_talk() {
    var questions = Json.parse("{\"questions\":[\"a?\"]}");

    assertThat(sound("planner", QUESTION, "```json\n{\"questions\": [\"a?\"]}\n```"))
        .isEqualTo(questions);
    assertThat(sound("planner", QUESTION, "Sure! {\"questions\": [\"a?\"]} Anything else?"))
        .isEqualTo(questions);
  }

  @Test
  void names_the_place_that_does_not_fit_the_schema() {
    assertThat(fault("planner", QUESTION, "{\"questions\": []}")).contains("/questions");
    assertThat(fault("planner", QUESTION, "{\"plan\": 1}")).contains("questions");
    assertThat(fault("planner", QUESTION, "I cannot do that.")).contains("It is not JSON");
  }

  @Test
  void ties_a_claim_to_its_passage_and_hands_on_the_documents_own_words() {
    var output =
        sound(
            "researcher",
            QUESTION,
            "{\"claims\":[{\"text\":\"t\",\"quote\":\"A cold start costs 300 ms.\",\"passage\":\"P1\"}]}");

    assertThat(output)
        .isEqualTo(
            Json.parse(
                """
                {"claims":[{"text":"t","quote":"A cold start\\ncosts  300 ms.","passage":"aa",
                 "document":"aa.md","heading":"Heading"}],
                 "question":"q?","disagreements":[],"answered":true}
                """));
  }

  @Test
  void finds_the_passage_that_a_model_has_mislabelled() {
    var output =
        sound(
            "researcher",
            QUESTION,
            "{\"claims\":[{\"text\":\"t\",\"quote\":\"Caches cost memory.\",\"passage\":\"P1\"}]}");

    assertThat(output.at("/claims/0/passage").asText()).isEqualTo("bb");
  }

  @Test
  void refuses_a_quote_that_differs_by_one_number() {
    assertThat(
            fault(
                "researcher",
                QUESTION,
                "{\"claims\":[{\"text\":\"t\",\"quote\":\"A cold start costs 301 ms.\",\"passage\":\"P1\"}]}"))
        .contains("claims[0].quote")
        .contains("301 ms");
  }

  @Test
  void an_answer_without_a_claim_is_none() {
    assertThat(sound("researcher", QUESTION, "{\"answered\":true,\"claims\":[]}").path("answered"))
        .isEqualTo(Json.parse("false"));
  }

  @Test
  void numbers_citations_in_order_of_use_and_lists_the_sources() {
    var output =
        sound(
            "writer",
            RESEARCH,
            "{\"markdown\":\"Memory [2]. Time [1, 2].\\n\\n## Sources\\n\\n1. invented\",\"outcome\":\"answered\"}");

    assertThat(output.path("markdown").asText())
        .isEqualTo(
            """
            Memory [1]. Time [2][1].

            ## Sources

            - [1] b.md: “Caches cost memory.”
            - [2] a.md › Costs: “costs 300 ms”
            """);
    assertThat(output.path("citations"))
        .isEqualTo(
            Json.parse(
                """
                [{"number":1,"document":"b.md","heading":null,"quote":"Caches cost memory.","passage":"bb"},
                 {"number":2,"document":"a.md","heading":"Costs","quote":"costs  300 ms","passage":"aa"}]
                """));
  }

  @Test
  void refuses_a_number_without_a_claim() {
    assertThat(fault("writer", RESEARCH, "{\"markdown\":\"So [3].\",\"outcome\":\"answered\"}"))
        .isEqualTo("The markdown cites [3], but there are only the claims [1] to [2].");
  }

  @Test
  void a_brief_without_citations_is_no_answer() {
    var output = sound("writer", RESEARCH, "{\"markdown\":\"Nothing.\",\"outcome\":\"answered\"}");

    assertThat(output.path("outcome").asText()).isEqualTo("no-answer");
    assertThat(output.path("citations")).isEmpty();
  }

  @Test
  void checks_complete_citations_and_leaves_the_markdown_alone() {
    var reply =
        """
        {"markdown":"M [1]","outcome":"answered","citations":[
          {"number":1,"document":"b.md","heading":null,"quote":"%s","passage":"bb"}]}
        """;

    assertThat(sound("writer", RESEARCH, reply.formatted("Caches cost memory.")))
        .isEqualTo(Json.parse(reply.formatted("Caches cost memory.")));
    assertThat(fault("writer", RESEARCH, reply.formatted("Caches are free.")))
        .contains("Citation 1 quotes what no claim says");
  }

  @Test
  void numbers_in_brackets_within_a_quote_are_no_citations() {
    var quoting =
        """
        {"markdown":"Use a[7] and b[0]. [1]","outcome":"answered","citations":[
          {"number":1,"document":"b.md","heading":null,"quote":"Caches cost memory.","passage":"bb"}]}
        """;
    var silent = "{\"markdown\":\"Nothing on a[7].\",\"outcome\":\"no-answer\",\"citations\":[]}";

    assertThat(sound("writer", RESEARCH, quoting)).isEqualTo(Json.parse(quoting));
    assertThat(sound("writer", RESEARCH, silent)).isEqualTo(Json.parse(silent));
  }

  @Test
  void a_reviewer_that_refuses_must_say_why() {
    assertThat(fault("reviewer", RESEARCH, "{\"approved\":false,\"comments\":[]}"))
        .contains("say what is wrong");
    assertThat(sound("reviewer", RESEARCH, "{\"approved\":true,\"comments\":[]}").path("approved"))
        .isEqualTo(Json.parse("true"));
  }

  @Test
  void refuses_what_no_workflow_can_hold() {
    assertThat(fault("bench-writer", QUESTION, "x".repeat(256 * 1024 + 1))).contains("256 KiB");
  }
}
