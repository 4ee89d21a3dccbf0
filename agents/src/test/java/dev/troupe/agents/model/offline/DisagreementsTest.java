package dev.troupe.agents.model.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.knowledge.Passage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DisagreementsTest {

  @Test
  void finds_numbers_that_cannot_both_be_right() {
    assertThat(about("A lease lasts 30 seconds.", "Each lease lasts 5 minutes."))
        .contains("lease lasts");
  }

  @Test
  void finds_a_denial() {
    assertThat(about("The journal is encrypted at rest.", "The journal is not encrypted at rest."))
        .contains("journal encrypted rest");
  }

  @Test
  void finds_counts_of_the_same_and_names_that_differ() {
    assertThat(
            about(
                "The Foo service allows 10 requests per second.",
                "The Foo service allows 25 requests per second."))
        .isPresent();
    assertThat(about("The default port of Zed is 8080.", "The default port of Zed is 9090."))
        .isPresent();
  }

  @Test
  void lets_counts_of_different_things_be() {
    assertThat(
            about(
                "The Foo service allows 10 requests per second.",
                "The Foo service allows 25 clients per second."))
        .isEmpty();
    assertThat(about("Version 4 of Zed reads files.", "Zed reads 9 files at once.")).isEmpty();
    assertThat(about("The port of Zed is 8080.", "The port of the old Zed was 9090.")).isEmpty();
  }

  @Test
  void lets_agreeing_and_unrelated_numbers_be() {
    assertThat(about("A lease lasts 30 seconds.", "The lease lasts 30 s.")).isEmpty();
    assertThat(about("A lease lasts 30 seconds.", "A backup takes 40 minutes.")).isEmpty();
  }

  @Test
  void one_document_does_not_disagree_with_itself() {
    var one = candidate("a.md", "A lease lasts 30 seconds.");
    var other = candidate("a.md", "A lease lasts 5 minutes.");

    assertThat(Disagreements.about(one, other)).isEmpty();
  }

  private static Optional<String> about(String one, String other) {
    return Disagreements.about(candidate("a.md", one), candidate("b.md", other));
  }

  private static Candidate candidate(String document, String sentence) {
    var passage =
        new Passage(
            document,
            "c",
            document,
            null,
            0,
            Passage.Kind.PROSE,
            sentence,
            List.of(sentence),
            null);
    return Candidates.of(List.of(passage)).getFirst();
  }
}
