package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.troupe.agents.model.ModelGateway;
import dev.troupe.supervisor.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workflow {@code team} with real agents and a scripted model: what the router is really asked. */
class TeamRoutingTest {
  private static final ScriptedModel MODEL =
      new ScriptedModel()
          .says("router", choice("ghost"))
          .says("router", "I would ask the planner.")
          .says("router", choice("planner"))
          .says("planner", "{\"questions\":[\"How?\"]}")
          .says("router", choice("researcher"))
          .says("researcher", "{\"answered\":false,\"claims\":[]}")
          .says("router", choice("writer"))
          .says("writer", "{\"markdown\":\"Unknown.\",\"outcome\":\"no-answer\",\"citations\":[]}")
          .says("router", choice("done"));

  private static String choice(String next) {
    return "{\"next\":\"%s\",\"why\":\"It is time.\"}".formatted(next);
  }

  @Test
  void the_router_is_asked_turn_by_turn_and_remembers() {
    try (var rehearsal = Rehearsal.of(MODEL, "troupe.team.stall-turns = 9", List.of())) {
      var task = rehearsal.awaitEnd(rehearsal.submitTo("team", "How is it done?"));

      assertThat(task.outcome()).isEqualTo(Outcome.NO_ANSWER);
      var asked =
          MODEL.calls().stream().filter(call -> call.role().name().equals("router")).toList();
      assertThat(asked).hasSize(6);
      assertThat(lastWords(asked.get(0)))
          .startsWith("Goal: How is it done?\n\nWhom you may choose:\n- planner: Splits")
          .endsWith("Turn 1 of 20: who works next, and why?\n");
      assertThat(lastWords(asked.get(1)))
          .startsWith("Your choice was refused. There is no role 'ghost' here;");
      assertThat(lastWords(asked.get(2))).startsWith("Your reply cannot be used. It is not JSON.");
      assertThat(lastWords(asked.get(3))).startsWith("What the planner has brought:\n- How?\n");
      assertThat(lastWords(asked.get(4)))
          .startsWith("What the researcher has brought:\nHow?\n- (nothing found)\n")
          .contains("- How? (0 claims)");
      assertThat(lastWords(asked.get(5)))
          .contains("Unknown.", "Draft: it says that the documents hold no answer.");
      assertThat(asked.get(5).prompt().messages()).hasSize(2 + 2 * 4);
    }
  }

  private static String lastWords(ModelGateway.Call call) {
    return ((UserMessage) call.prompt().messages().getLast()).singleText();
  }
}
