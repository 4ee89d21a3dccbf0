package dev.troupe.agents.model.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionSplitterTest {

  @Test
  void splits_a_noun_that_leans_on_the_one_before_it() {
    assertThat(
            QuestionSplitter.split(
                "What are the ways to keep agent state and their consistency models?"))
        .containsExactly(
            "What are the ways to keep agent state?",
            "What are the consistency models of the ways to keep agent state?");
  }

  @Test
  void splits_clauses_and_says_what_it_stands_for() {
    assertThat(
            QuestionSplitter.split(
                "How should an agent keep its state between steps, and what does it cost?"))
        .containsExactly(
            "How should an agent keep its state between steps?",
            "What does it cost to keep an agent's state between steps?");
    assertThat(QuestionSplitter.split("What do cold starts cost and how are they reduced?"))
        .containsExactly("What do cold starts cost?", "How are cold starts reduced?");
    assertThat(
            QuestionSplitter.split("How do you rotate API keys, and how often should they change?"))
        .containsExactly("How do you rotate API keys?", "How often should API keys change?");
  }

  @Test
  void takes_each_question_of_a_longer_goal_and_leaves_the_scene_out() {
    assertThat(
            QuestionSplitter.split(
                "We build a support bot. How should it store history? What does a queue give us?\n"
                    + "- Explain how alerts are set up"))
        .containsExactly(
            "How should it store history?",
            "What does a queue give us?",
            "Explain how alerts are set up");
  }

  @Test
  void keeps_at_most_six() {
    assertThat(QuestionSplitter.split("What is a? ".repeat(2) + manyQuestions())).hasSize(6);
  }

  private static String manyQuestions() {
    var text = new StringBuilder();
    for (var noun : List.of("queue", "lock", "cache", "timer", "trace", "shard", "token")) {
      text.append("What is a ").append(noun).append("? ");
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "What are the advantages and disadvantages of serverless agents?",
        "How do agents store and retrieve state?",
        "What is the difference between a queue and a topic?",
        "When should a workflow escalate to a human?",
        "How and why are agents monitored?",
        "Serverless agents",
        "What does a production deployment checklist for agents contain?",
        "What is the boiling point of tungsten?"
      })
  void leaves_one_question_whole(String question) {
    assertThat(QuestionSplitter.split(question)).containsExactly(question);
  }
}
