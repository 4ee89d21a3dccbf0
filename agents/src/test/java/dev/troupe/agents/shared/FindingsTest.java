package dev.troupe.agents.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private static final Finding CHEAP = Entries.finding("researcher/1", "It costs 3 cents.", 1);
  private static final Finding DEAR =
      Entries.finding("researcher/2", "It costs 30 dollars.", 2, CHEAP.id());

  private static Findings findings(Entry... entries) {
    return Findings.of(List.of(entries));
  }

  private static Entry published(Finding finding) {
    return new Entry.Published(Entries.TASK, finding);
  }

  private static Entry retracted(Finding finding, String author) {
    return new Entry.Retracted(Entries.TASK, finding.id(), author, Entries.AT.plusSeconds(9));
  }

  @Test
  void what_contradicts_is_kept_beside_what_it_contradicts_with_the_sources_of_both() {
    var findings = findings(published(DEAR), published(CHEAP));
    assertThat(findings.findings()).extracting(Findings.Held::finding).containsExactly(CHEAP, DEAR);
    assertThat(findings.contradictions()).hasSize(1);
    var contradiction = findings.contradictions().getFirst();
    assertThat(contradiction.says().finding().claim()).isEqualTo("It costs 30 dollars.");
    assertThat(contradiction.of().finding().claim()).isEqualTo("It costs 3 cents.");
    assertThat(contradiction.of().finding().sources()).isNotEmpty();
  }

  @Test
  void two_that_name_each_other_are_one_contradiction() {
    var again = Entries.finding("researcher/3", "It costs 3 cents.", 3, DEAR.id());
    var findings = findings(published(CHEAP), published(DEAR), published(again));
    assertThat(findings.contradictions()).hasSize(1);
    assertThat(findings.findings().getFirst().authors())
        .containsExactly("researcher/1", "researcher/3");
  }

  @Test
  void what_one_of_two_authors_takes_back_the_other_still_holds() {
    var same = Entries.finding("researcher/2", "It costs 3 cents.", 2);
    var findings = findings(published(CHEAP), published(same), retracted(CHEAP, "researcher/1"));
    assertThat(findings.findings()).hasSize(1);
    assertThat(findings.findings().getFirst().authors()).containsExactly("researcher/2");
  }

  @Test
  void what_was_taken_back_and_is_published_once_more_is_held_in_whatever_order_it_arrives() {
    var again = Entries.finding("researcher/1", "It costs 3 cents.", 10);
    var entries = List.of(published(again), retracted(CHEAP, "researcher/1"), published(CHEAP));

    assertThat(Findings.of(entries).findings())
        .extracting(Findings.Held::finding)
        .containsExactly(again);
    assertThat(Findings.of(entries.reversed())).isEqualTo(Findings.of(entries));
    assertThat(Findings.of(entries.subList(0, 2))).isEqualTo(Findings.of(entries));
  }

  @Test
  void a_question_is_shown_as_whose_it_became_last() {
    var first = claimed("What does it cost?", 7, 1);
    var second = claimed("what does  it cost?", 3, 2);

    for (var findings : List.of(findings(second, first), findings(first, second))) {
      assertThat(findings.claims()).containsExactly(second);
    }
    assertThat(findings(first, claimed("Why?", 9, 1)).claims()).hasSize(2);
  }

  private static Entry.Claimed claimed(String question, int assignment, int second) {
    return new Entry.Claimed(
        Entries.TASK,
        question,
        "researcher/" + assignment,
        assignment,
        Entries.AT.plusSeconds(second));
  }

  @Test
  void a_contradiction_ends_when_a_side_is_taken_back() {
    var findings = findings(published(CHEAP), published(DEAR), retracted(DEAR, "researcher/2"));
    assertThat(findings.contradictions()).isEmpty();
    assertThat(findings.findings()).hasSize(1);
  }

  @Test
  void an_agent_is_shown_what_others_hold() {
    assertThat(findings(published(CHEAP), published(DEAR)).ofOthers("researcher/1"))
        .containsExactly(DEAR);
  }

  @Test
  void a_finding_that_is_too_long_loses_its_quote_and_then_its_place() {
    var quote = new Source("costs.md", "p-1", "q".repeat(900));
    var long_ = Finding.of("researcher/1", "c".repeat(300), List.of(quote), null, null, Entries.AT);
    assertThat(long_.exceedsBound()).isTrue();
    var fitted = long_.fitted().orElseThrow();
    assertThat(fitted.sources().getFirst().quote()).isNull();
    assertThat(fitted.id()).isEqualTo(long_.id());
    assertThat(
            Finding.of("researcher/1", "c".repeat(1100), List.of(quote), null, null, Entries.AT)
                .fitted())
        .isEmpty();
  }
}
