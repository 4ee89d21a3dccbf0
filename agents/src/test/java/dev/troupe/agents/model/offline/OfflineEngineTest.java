package dev.troupe.agents.model.offline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.Role;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OfflineEngineTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String GOAL =
      "How are releases rolled out, and how is a release taken back?";

  private Team team;

  @BeforeAll
  void read() {
    team = Team.onNotes();
  }

  @Test
  void gives_the_same_bytes_in_a_fresh_engine() {
    var fresh = Team.onNotes();

    for (var goal : List.of(GOAL, "Which limits does the gateway have?", "Who is the mayor?")) {
      assertThat(fresh.run(goal).reviewed().toString())
          .isEqualTo(team.run(goal).reviewed().toString());
      assertThat(fresh.run(goal).review()).isEqualTo(team.run(goal).review());
    }
  }

  @Test
  void plans_in_the_planners_shape() {
    var plan = team.text(Role.Kind.PLANNER, MAPPER.createObjectNode().put("goal", GOAL), List.of());

    assertThat(plan)
        .isEqualTo(
            "{\"questions\":[\"How are releases rolled out?\",\"How is a release taken back?\"]}");
  }

  @Test
  void shows_rows_of_a_table_as_a_table_and_cites_their_header() {
    var markdown = team.run("Which limits does the gateway have?").markdown();

    assertThat(markdown)
        .contains("| Limit | Value | What happens beyond it | Source |")
        .contains("| Requests per second | 250 | The request is refused with 429 | [1] |")
        .contains(
            "- [1] limits.md › Limits and costs › Gateway limits, table row under"
                + " “| Limit | Value | What happens beyond it |”:"
                + " “| Requests per second | 250 | The request is refused with 429 |”");
  }

  @Test
  void leaves_out_what_was_refused_as_unsupported() {
    var run = team.run(GOAL);
    var claim = run.research().getFirst().path("claims").path(0).path("quote").asText();

    var draft =
        team.write(GOAL, run.plan(), run.research(), List.of(comment("unsupported-claim", claim)));

    assertThat(run.markdown()).contains(claim);
    assertThat(draft.path("markdown").asText()).doesNotContain(claim);
    assertThat(draft.path("outcome").asText()).isEqualTo("answered");
  }

  @Test
  void leaves_out_claims_that_the_documents_do_not_carry() {
    var run = team.run(GOAL);
    var research = run.research().getFirst().deepCopy();
    var claim = (ObjectNode) research.path("claims").path(0);
    claim.put("quote", "Releases are rolled out on Fridays.").put("text", "Releases on Fridays.");

    var research2 = List.of(research, run.research().getLast());
    var draft = team.write(GOAL, run.plan(), research2, List.of());

    assertThat(draft.path("markdown").asText()).doesNotContain("Fridays");
  }

  @Test
  void says_a_claim_once_though_two_questions_ask_for_it() {
    var run = team.run(GOAL);
    var twice = new ArrayList<>(run.research());
    twice.set(1, ((ObjectNode) run.research().getFirst().deepCopy()).put("question", "Again?"));

    var draft = team.write(GOAL, run.plan(), twice, List.of());
    var claim = run.research().getFirst().path("claims").path(0).path("quote").asText();

    assertThat(bodyOf(draft.path("markdown").asText())).containsOnlyOnce(claim);
    assertThat(draft.path("markdown").asText()).contains("Answered above:");
  }

  @Test
  void says_a_disagreement_once_though_two_questions_found_it() {
    var run = team.run(GOAL);
    var conflict = MAPPER.createObjectNode().put("about", "releases");
    conflict.putArray("claims").add(1).add(0);
    var research = (ObjectNode) run.research().getFirst().deepCopy();
    research.putArray("disagreements").add(conflict);
    var again = research.deepCopy().put("question", "How is a release taken back?");

    var draft = team.write(GOAL, run.plan(), List.of(research, again), List.of());

    assertThat(research.path("claims")).hasSizeGreaterThan(1);
    assertThat(draft.path("markdown").asText())
        .containsOnlyOnce("The sources disagree about “releases”:");
  }

  @Test
  void a_plain_role_gets_quotes() {
    var question = MAPPER.createObjectNode().put("question", "How often is a backup tested?");

    assertThat(team.text(Role.Kind.PLAIN, question, team.passages("How often is a backup tested?")))
        .startsWith("A backup is tested once a week by restoring it on an empty machine.")
        .contains("(operations.md)");
  }

  @Test
  void roles_without_their_usual_input_get_an_honest_answer_too() {
    var nothing = MAPPER.createObjectNode();

    assertThat(team.text(Role.Kind.RESEARCHER, nothing, List.of())).contains("\"answered\":false");
    assertThat(team.text(Role.Kind.WRITER, nothing, List.of())).contains("\"no-answer\"");
    assertThat(team.text(Role.Kind.REVIEWER, nothing, List.of())).contains("\"missing-draft\"");
    assertThat(team.text(Role.Kind.PLANNER, nothing, List.of())).contains("\"questions\":");
  }

  private static ObjectNode comment(String fault, String text) {
    return MAPPER.createObjectNode().put("fault", fault).put("text", text).put("where", "answer");
  }

  private static String bodyOf(String markdown) {
    return markdown.substring(0, markdown.indexOf("## Sources"));
  }
}
