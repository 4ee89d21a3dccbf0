package dev.troupe.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the real program while a judge is asked about an answer. */
class GuardrailKillIT {
  private static final JsonNode MACHINE = Client.oneStep("clerk", "Greet them.");

  private static final List<String> ANSWERS =
      List.of(
          PromptLedger.says("GOOD MORNING!"),
          PromptLedger.says("{\"approved\":false,\"why\":\"It shouts.\"}"),
          PromptLedger.says("Good morning."),
          PromptLedger.says("{\"approved\":true,\"why\":\"It is polite.\"}"));

  @TempDir private Path folder;

  private Program serve(PromptLedger models) {
    var config =
        """
        troupe.models.providers.stub { base-url = "%s" }
        troupe.roles.clerk {
          instructions = Answer., model = "stub/m-1", guardrails { polite { ask = "Is it polite?" } }
        }
        troupe.roles.judge.model = "stub/m-1"
        """
            .formatted(models.url());
    return Program.serveIn(folder, config);
  }

  private void killedIn(int call) {
    try (var models = new PromptLedger(ANSWERS, call)) {
      String task;
      try (var first = serve(models)) {
        task = new Client(first.url()).submit("Greet.", MACHINE);
        models.awaitHanging();
        first.kill();
      }
      try (var second = serve(models)) {
        var client = new Client(second.url());
        var ended = client.await(task);

        assertThat(ended.path("status").textValue()).as("%s", ended).isEqualTo("completed");
        assertThat(client.get("/v1/tasks/" + task + "/result").path("output").textValue())
            .isEqualTo("Good morning.");
        assertThat(ended.at("/usage/modelCalls").intValue()).isEqualTo(4);
        assertThat(models.requests()).as("the one that hung came twice").isEqualTo(5);
        assertThat(models.bodies()).as("one prompt for each key").hasSize(4);
      }
    }
  }

  @Test
  void an_answer_that_waits_for_its_verdict_is_not_asked_again() {
    killedIn(2);
  }

  @Test
  void a_refusal_that_was_recorded_is_not_asked_again() {
    killedIn(3);
  }

  @Test
  void the_last_verdict_alone_is_asked_again() {
    killedIn(4);
  }
}
