package dev.troupe.agents.model.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.knowledge.Passage.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidatesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "How do you manage this?",
        "Here is what you need:",
        "Feel free to explore these links for more.",
        "Drop a comment below, we read them all.",
        "In this article we look at queues and topics.",
        "Deployment patterns of agents",
        "See https://example.org/docs for the details.",
        "\"Building Serverless Agents.\"",
        "table = dynamodb.Table('agents')",
        "A[Agent Deployment] --> B[Serverless]",
        "It holds, as shown in [12], for every queue."
      })
  void are_no_questions_lead_ins_fragments_code_or_talk(String text) {
    assertThat(Candidates.of(List.of(passage(Kind.PROSE, null, text)))).isEmpty();
  }

  @Test
  void are_never_taken_from_code() {
    assertThat(Candidates.of(List.of(passage(Kind.CODE, null, "Return the state to the caller."))))
        .isEmpty();
  }

  @Test
  void are_never_taken_from_a_list_of_references() {
    assertThat(
            Candidates.of(List.of(passage(Kind.LIST, "Notes › References", "A book on queues."))))
        .isEmpty();
  }

  @Test
  void keep_sentences_items_without_their_marks_and_rows() {
    assertThat(quote(Kind.PROSE, "A queue decouples two services.", null))
        .isEqualTo("A queue decouples two services.");
    assertThat(quote(Kind.LIST, "- [ ] Load testing completed", null))
        .isEqualTo("Load testing completed");
    assertThat(quote(Kind.TABLE_ROW, "| KEDA | Queue length |", "| Strategy | Trigger |"))
        .isEqualTo("| KEDA | Queue length |");
  }

  @Test
  void quote_a_sentence_that_leans_on_another_with_that_one_or_not_at_all() {
    var store = "A store keeps sessions.";
    var leaning = "It purges them after an hour.";
    var text = store + " " + leaning;
    var together =
        new Passage("p", "c", "a.md", null, 0, Kind.PROSE, text, List.of(store, leaning), null);

    assertThat(Candidates.of(List.of(together)))
        .extracting(Candidate::quote)
        .containsExactly(store, text);
    assertThat(Candidates.of(List.of(passage(Kind.PROSE, null, leaning)))).isEmpty();
  }

  private static String quote(Kind kind, String text, @Nullable String header) {
    var passage = new Passage("p", "c", "a.md", null, 0, kind, text, List.of(text), header);
    return Candidates.of(List.of(passage)).getFirst().quote();
  }

  private static Passage passage(Kind kind, @Nullable String heading, String text) {
    return new Passage("p", "c", "a.md", heading, 0, kind, text, List.of(text), null);
  }
}
