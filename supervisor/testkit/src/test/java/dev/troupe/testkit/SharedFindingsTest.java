package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.troupe.agents.agent.AgentEvent;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.shared.Findings;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.TaskView;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Researchers of one task let each other know, on one node. */
class SharedFindingsTest {
  private static final List<Passage> PASSAGES =
      List.of(
          new Passage(
              "p-1",
              "default",
              "costs.md",
              null,
              0,
              Passage.Kind.PROSE,
              "A start costs 300 ms.",
              List.of("A start costs 300 ms."),
              null));

  /** The second researcher works behind the first. */
  private static final String WORKFLOW =
      """
      {"QueryLanguage": "JSONata", "StartAt": "Research", "States": {"Research": {
        "Type": "Map", "Items": ["What does a start cost?", "Is a start free?"], "MaxConcurrency": 1,
        "ItemSelector": {"goal": "Starts", "question": "{% $states.context.Map.Item.Value %}"},
        "ItemProcessor": {"StartAt": "One", "States": {"One": {
          "Type": "Task", "Resource": "agent:researcher", "End": true}}},
        "Next": "Wait"},
        "Wait": {"Type": "Wait", "Seconds": 60, "End": true}}}
      """;

  private static String research(String text, String more) {
    return "{\"answered\": true, \"claims\": [{\"text\": \"%s\", \"quote\": \"A start costs 300 ms.\", \"passage\": \"P1\"%s}]}"
        .formatted(text, more);
  }

  private static Findings findings(Rehearsal rehearsal, String id) {
    return rehearsal.tasks().findings("default", id).toCompletableFuture().join().orElseThrow();
  }

  @Test
  void who_begins_later_is_shown_what_was_found_and_can_contradict_it() {
    var model =
        new ScriptedModel()
            .says("researcher", research("A start costs 300 ms.", ""))
            .says("researcher", research("A start is free.", ", \"contradicts\": [\"F1\"]"));
    try (var rehearsal = Rehearsal.of(model, "", PASSAGES)) {
      var id = rehearsal.submit("Starts", WORKFLOW);
      rehearsal.await(id, task -> task.status() == TaskStatus.WAITING);

      var second = model.calls().getLast().prompt().messages().getLast();
      assertThat(((UserMessage) second).singleText())
          .contains(
              "<<finding F1 ", "| researcher/1 | costs.md>>\nA start costs 300 ms.\n<<end F1");
      var known = findings(rehearsal, id);
      assertThat(known.findings()).hasSize(2);
      assertThat(known.contradictions()).hasSize(1);
      assertThat(known.claims())
          .extracting(claim -> claim.question() + " " + claim.by())
          .containsExactly("What does a start cost? researcher/1", "Is a start free? researcher/2");

      rehearsal.timePasses(Duration.ofSeconds(61));
      assertThat(rehearsal.awaitEnd(id))
          .extracting(TaskView::status)
          .isEqualTo(TaskStatus.COMPLETED);
      assertThat(findings(rehearsal, id)).as("from its journal").isEqualTo(known);
      assertThat(rehearsal.journals(id))
          .filteredOn(stored -> stored.event() instanceof AgentEvent.FindingsRead)
          .as("the first one has nothing to read")
          .hasSize(1);
    }
  }
}
