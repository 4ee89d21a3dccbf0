package dev.troupe.agents.model.offline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole briefs on the corpus: what they must quote, what must not be in them, what is no answer.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BriefQualityTest {
  private Team team;

  @BeforeAll
  void read() {
    team = Team.onCorpus();
  }

  static Stream<Arguments> answerable() throws IOException {
    return questions("corpus-questions.json", "held-out-questions.json")
        .filter(one -> one.has("evidence"))
        .map(one -> Arguments.of(one.path("question").asText(), one));
  }

  static Stream<String> unanswerable() throws IOException {
    return questions(
            "corpus-questions.json",
            "held-out-questions.json",
            "near-misses.json",
            "near-misses-held-out.json")
        .filter(one -> !one.has("evidence"))
        .map(one -> one.path("question").asText());
  }

  private static Stream<JsonNode> questions(String... files) throws IOException {
    var questions = new ArrayList<JsonNode>();
    for (var file : files) {
      var json = BriefQualityTest.class.getResourceAsStream("/offline/" + file);
      new ObjectMapper().readTree(json).forEach(questions::add);
    }
    return questions.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answerable")
  void quotes_what_answers(String question, JsonNode expected) {
    var run = team.run(question);

    assertThat(run.draft().path("outcome").asText()).isEqualTo("answered");
    var quoted = texts(expected.path("evidence")).stream().filter(one -> isQuoted(run, one));
    assertThat(quoted).hasSizeGreaterThanOrEqualTo(expected.path("atLeast").asInt());
    for (var noise : texts(expected.path("noise")))
      assertThat(run.quotes()).noneMatch(quote -> quote.contains(noise));
    assertThat(run.review().path("comments")).isEmpty();
    assertThat(run.review().path("approved").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("unanswerable")
  void says_that_nothing_answers(String question) {
    var run = team.run(question);

    assertThat(run.draft().path("outcome").asText()).isEqualTo("no-answer");
    assertThat(run.draft().path("citations")).isEmpty();
    assertThat(run.markdown())
        .contains("The documents searched do not answer this question.")
        .contains("The nearest passages are in:");
    assertThat(run.review().path("approved").asBoolean()).isTrue();
  }

  @Test
  void shows_sources_that_disagree_as_disagreeing_and_says_so_once() {
    var run = team.run("What do cold starts cost and how are they reduced?");

    assertThat(run.markdown())
        .containsPattern("Another source says otherwise: .* \\[2]")
        .doesNotContain("The sources disagree about");
    assertThat(run.research().getFirst().path("disagreements")).isNotEmpty();
  }

  @Test
  void quotes_stand_in_their_passages_and_never_in_code() {
    for (var question : List.of("How is agent state saved?", "How is a Lambda function written?")) {
      for (var claim : team.research(question, question).path("claims")) {
        var ids = List.of(claim.path("passage").asText());
        var passage = team.knowledge().passages(Team.TENANT, ids).getFirst();
        assertThat(passage.text()).contains(claim.path("quote").asText());
        assertThat(passage.kind().name()).isNotEqualTo("CODE");
        assertThat(claim.path("text")).isEqualTo(claim.path("quote"));
      }
    }
  }

  private static boolean isQuoted(Team.Run run, String evidence) {
    return run.quotes().stream().anyMatch(quote -> quote.contains(evidence));
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(one -> texts.add(one.asText()));
    return texts;
  }
}
