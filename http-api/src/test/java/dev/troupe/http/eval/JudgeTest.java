package dev.troupe.http.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.http.EdgeJson;
import dev.troupe.persistence.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class JudgeTest {
  private static final String QUOTE =
      "A cold start of a Java function takes 800 ms without a cache.";

  @Test
  void a_statement_is_supported_where_its_words_and_figures_stand_in_its_quotes() {
    assertThat(findings("Cold starts of Java functions take 800 ms [1].", "{}")).isEmpty();
    assertThat(findings("Without a cache, a cold start takes 800 ms [1].", "{}")).isEmpty();
  }

  @Test
  void an_altered_figure_is_not_supported() {
    assertThat(findings("A cold start of a Java function takes 900 ms [1].", "{}"))
        .containsOnlyKeys("citations")
        .hasEntrySatisfying(
            "citations", why -> assertThat(why).startsWith("1 of 1 cited statements"));
  }

  @Test
  void other_words_are_not_supported() {
    assertThat(findings("Supervisors restart failed children immediately [1].", "{}"))
        .containsOnlyKeys("citations");
  }

  @Test
  void a_number_that_leads_nowhere_supports_nothing() {
    assertThat(findings("A cold start of a Java function takes 800 ms [2].", "{}"))
        .containsOnlyKeys("citations");
  }

  @Test
  void a_number_that_is_none_of_any_list_supports_nothing() {
    assertThat(findings("A cold start takes 800 ms [99999999999].", "{}"))
        .containsOnlyKeys("citations");
  }

  @Test
  void an_answered_brief_that_cites_nothing_fails_unless_the_case_allows_it() {
    assertThat(findings("A cold start takes 800 ms.", "{}"))
        .containsOnlyKeys("citations")
        .hasEntrySatisfying("citations", why -> assertThat(why).startsWith("cites nothing"));
    assertThat(findings("A cold start takes 800 ms.", "{\"citations\":0}")).isEmpty();
  }

  @Test
  void an_output_of_a_workflows_own_need_not_cite() {
    var result = EdgeJson.object().put("markdown", "none");
    result.putObject("output").put("price", 3);
    var answer = new Answer(result, Optional.empty(), Duration.ZERO);

    assertThat(Judge.all(expectation("{}"), answer)).allMatch(Verdict::passed);
  }

  @Test
  @Timeout(30)
  void a_long_line_without_citations_is_judged_at_once() {
    assertThat(findings("word ".repeat(100_000), "{}")).containsOnlyKeys("citations");
    assertThat(findings("[1] ".repeat(50_000) + "word", "{}")).containsOnlyKeys("citations");
  }

  @Test
  void the_share_of_supported_statements_decides() {
    var text = "A cold start takes 800 ms [1]. Unicorns graze peacefully elsewhere [1].";

    assertThat(findings(text, "{\"citations\":0.5}")).isEmpty();
    assertThat(findings(text, "{\"citations\":0.6}")).containsOnlyKeys("citations");
  }

  @Test
  void a_reference_to_what_was_told_above_needs_no_words_of_its_own() {
    assertThat(findings("A cold start takes 800 ms [1].\n\nAnswered above: [1]", "{}")).isEmpty();
  }

  @Test
  void the_words_before_a_colon_are_the_writer_s() {
    assertThat(findings("Another source says otherwise: a cold start takes 800 ms [1].", "{}"))
        .isEmpty();
    assertThat(findings("Within 5 minutes: a cold start takes 800 ms [1].", "{}"))
        .containsOnlyKeys("citations");
  }

  @Test
  void a_fact_is_found_in_any_of_its_wordings_and_in_any_spacing() {
    var text = "A *cold* start\ntakes 800 ms [1].";

    assertThat(findings(text, "{\"facts\":[\"Cold start takes\",[\"0.8 s\",\"800 ms\"]]}"))
        .isEmpty();
    assertThat(findings(text, "{\"facts\":[\"warm\",\"cold\"]}"))
        .containsExactly(Map.entry("facts", "says nothing of \"warm\""));
  }

  @Test
  void what_stands_in_the_list_of_sources_alone_is_not_told() {
    var text = "A cold start takes 800 ms [1].\n\n## Sources\n\n- [1] warm.md";

    assertThat(findings(text, "{\"facts\":[\"warm\"]}")).containsOnlyKeys("facts");
    assertThat(findings(text, "{\"absent\":[\"warm\"]}")).isEmpty();
  }

  @Test
  void what_must_not_be_told_is_found() {
    assertThat(findings("A cold start takes 800 ms [1].", "{\"absent\":[\"cold start\"]}"))
        .containsExactly(Map.entry("facts", "says \"cold start\""));
  }

  @Test
  void documents_outcome_schema_and_cost_are_held_against_the_result() {
    var text = "A cold start takes 800 ms [1].";

    assertThat(findings(text, "{\"documents\":[\"starts.md\"]}")).isEmpty();
    assertThat(findings(text, "{\"documents\":[\"other.md\"]}")).containsOnlyKeys("documents");
    assertThat(findings(text, "{\"outcome\":\"no-answer\"}"))
        .containsExactly(Map.entry("outcome", "expected no-answer, got answered"));
    assertThat(findings(text, "{\"schema\":{\"required\":[\"markdown\"]}}")).isEmpty();
    assertThat(findings(text, "{\"schema\":{\"required\":[\"price\"]}}"))
        .containsOnlyKeys("schema");
    assertThat(findings(text, "{\"cost\":{\"modelCalls\":3,\"tokens\":30,\"seconds\":2}}"))
        .isEmpty();
    assertThat(findings(text, "{\"cost\":{\"modelCalls\":2,\"tokens\":29,\"seconds\":1.4}}"))
        .containsExactly(
            Map.entry(
                "cost",
                "3 model calls, 2 are allowed; 30 tokens, 29 are allowed; 1.5 s, 1.4 are allowed"));
  }

  @Test
  void a_task_that_failed_is_judged_by_that_alone() {
    var answer =
        new Answer(EdgeJson.object(), Optional.of("the task failed: Model.Timeout"), Duration.ZERO);

    assertThat(Judge.all(expectation("{\"facts\":[\"x\"]}"), answer))
        .extracting(Verdict::judge)
        .containsExactly("end");
  }

  /** The judges that refuse, with why. */
  private static Map<String, String> findings(String markdown, String expect) {
    var result = EdgeJson.object().put("outcome", "answered").put("markdown", markdown);
    result
        .putArray("citations")
        .addObject()
        .put("number", 1)
        .put("document", "starts.md")
        .put("quote", QUOTE);
    result.putObject("usage").put("modelCalls", 3).put("inputTokens", 10).put("outputTokens", 20);
    var answer = new Answer(result, Optional.empty(), Duration.ofMillis(1500));
    return Judge.all(expectation(expect), answer).stream()
        .filter(verdict -> !verdict.passed())
        .collect(Collectors.toMap(Verdict::judge, Verdict::why));
  }

  private static Expectation expectation(String expect) {
    var line = EdgeJson.object().put("goal", "Why?").set("expect", Json.parse(expect));
    return CaseFile.read(List.of(Json.write(line))).getFirst().expect();
  }
}
