package dev.troupe.testkit;

import static dev.troupe.testkit.LeadsTask.callsOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.Usage;
import dev.troupe.agents.model.ModelGateway;
import dev.troupe.agents.model.ModelReply;
import dev.troupe.supervisor.TaskStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** An answer that was recorded and that nobody heard is the next attempt's. */
class UnheardAnswerTest {
  /** The lead's first call is answered when the test says so, everything else by the script. */
  private record LateLead(ScriptedModel script, CompletableFuture<ModelReply> first)
      implements ModelGateway {
    @Override
    public CompletionStage<ModelReply> ask(Call call) {
      var answer = script.ask(call);
      return callsOf(script, "lead").size() == 1 && call.role().name().equals("lead")
          ? first
          : answer;
    }

    @Override
    public Optional<String> faultOfModel(String model) {
      return script.faultOfModel(model);
    }

    void says(String text) {
      first.complete(new ModelReply(text, new Usage(1, 10, 20), "late", Duration.ofMillis(1)));
    }
  }

  @Test
  void an_answer_that_came_behind_its_attempts_time_is_the_next_attempts() {
    var model =
        new LateLead(
            new ScriptedModel().hangs("lead").says("lead", "Anew."), new CompletableFuture<>());
    try (var team = LeadsTask.begin(model, LeadsTask.RETRIED, "")) {
      team.await(() -> model.script().calls().size() == 1);
      team.rehearsal().timePasses(Duration.ofMillis(60_500));
      team.await(() -> team.events("retry-scheduled").size() == 1);
      model.says("Late.");
      team.await(() -> team.rehearsal().journals(team.id()).toString().contains("Late."));

      team.rehearsal().timePasses(Duration.ofSeconds(2));

      var task = team.awaitEnd();
      assertThat(task.output()).hasToString("\"Late.\"");
      assertThat(model.script().calls()).hasSize(1);
      assertThat(task.usage().modelCalls()).isEqualTo(1);
      assertThat(team.events("step-returned").getLast().data().path("attempt").asInt())
          .isEqualTo(2);
    }
  }

  @Test
  void an_answer_that_was_of_no_use_is_never_taken_again() {
    var model = new ScriptedModel().says("lead", "No use.").hangs("lead").says("lead", "Of use.");
    var fussy =
        LeadsTask.WORKFLOW.replace(
            "\"End\"",
            "\"Output\": \"{% $states.result = 'No use.' ? $error('no') : $states.result %}\", \"End\"");
    try (var team = LeadsTask.begin(model, fussy, "")) {
      assertThat(team.awaitEnd().status()).isEqualTo(TaskStatus.FAILED);

      team.redrive();
      team.await(() -> model.hanging() == 1);
      team.redrive();

      var task = team.awaitEnd();
      assertThat(task.output()).hasToString("\"Of use.\"");
      assertThat(model.calls()).hasSize(3);
      assertThat(task.usage().modelCalls()).isEqualTo(2);
    }
  }
}
