package dev.troupe.agents.model.offline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Twenty sound drafts on two sets of documents, and every fault planted wherever it fits. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReviewerTest {
  private static final List<String> ON_CORPUS =
      List.of(
          "What are the ways to keep agent state and their consistency models?",
          "How do you protect an LLM provider from overload?",
          "When should a workflow escalate to a human?",
          "What does a production deployment checklist for agents contain?",
          "What do cold starts cost and how are they reduced?",
          "How do several agents share knowledge without conflicts?",
          "How much does Lambda cost, and what does Pinecone cost?",
          "What results did the chatbot reach?",
          "How does edge deployment differ from cloud deployment, and how are agents scaled?",
          "What are the disadvantages of serverless agents?");
  private static final List<String> ON_NOTES =
      List.of(
          "How long does a lease last, and what happens when it expires?",
          "How are backups made, and how often are they tested?",
          "Which limits does the gateway have?",
          "What does the on-call engineer do first, and when is the team lead called?",
          "How are releases rolled out, and how is a release taken back?",
          "Why is the queue bounded?",
          "Which regions are served, and what is their latency?",
          "How are secrets rotated?",
          "How many replicas does the journal have, and where do they run?",
          "What does storage cost, and how is it reduced?");

  private final Map<String, Team> teams = new LinkedHashMap<>();
  private final Map<String, Team.Run> runs = new LinkedHashMap<>();

  @BeforeAll
  void draft() {
    var notes = Team.onNotes();
    ON_NOTES.forEach(question -> draft(question, notes));
    var corpus = Team.onCorpus();
    ON_CORPUS.forEach(question -> draft(question, corpus));
  }

  private void draft(String question, Team team) {
    teams.put(question, team);
    runs.put(question, team.run(question));
  }

  @Test
  void passes_twenty_sound_drafts() {
    assertThat(runs).hasSize(20);
    runs.forEach((question, run) -> {
      assertThat(run.draft().path("outcome").asText()).as(question).isEqualTo("answered");
      assertThat(run.review().path("comments")).as(question).isEmpty();
      assertThat(run.review().path("approved").asBoolean()).as(question).isTrue();
    });
  }

  @Test
  void refuses_twenty_faults_each_in_another_draft_and_names_them() {
    var planted = 0;
    var open = new ArrayList<>(runs.keySet());
    for (var fault : inOrderOfScarcity()) {
      for (var question : List.copyOf(open)) {
        var review = planted(fault, question);
        if (review == null) continue;
        assertRefused(fault, question, review);
        open.remove(question);
        planted++;
        break;
      }
    }
    assertThat(planted).isEqualTo(20);
  }

  @Test
  void refuses_every_fault_wherever_it_fits() {
    var planted = new TreeMap<String, Integer>();
    for (var fault : PlantedFaults.ALL) {
      for (var question : runs.keySet()) {
        var review = planted(fault, question);
        if (review == null) continue;
        assertRefused(fault, question, review);
        planted.merge(fault.fault(), 1, Integer::sum);
      }
    }
    System.out.println("Faults planted, refused and named: " + planted);
    assertThat(planted).hasSize(5).allSatisfy((_, count) -> assertThat(count).isGreaterThan(10));
  }

  /** What fits few drafts goes first, so that every fault finds a draft of its own. */
  private List<PlantedFaults.Planted> inOrderOfScarcity() {
    var places = new LinkedHashMap<PlantedFaults.Planted, Long>();
    for (var fault : PlantedFaults.ALL) {
      var fitting =
          runs.values().stream()
              .filter(run -> fault.mutator().plant(run.reviewed().deepCopy()).isPresent());
      places.put(fault, fitting.count());
    }
    return places.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  private @Nullable JsonNode planted(PlantedFaults.Planted fault, String question) {
    var input = Objects.requireNonNull(runs.get(question)).reviewed().deepCopy();
    var team = Objects.requireNonNull(teams.get(question));
    return fault.mutator().plant(input).map(team::review).orElse(null);
  }

  private static void assertRefused(PlantedFaults.Planted fault, String question, JsonNode review) {
    assertThat(review.path("approved").asBoolean()).as("%s in %s", fault, question).isFalse();
    assertThat(review.path("comments").findValuesAsText("fault"))
        .as("%s in %s: %s", fault, question, review)
        .contains(fault.fault());
  }
}
