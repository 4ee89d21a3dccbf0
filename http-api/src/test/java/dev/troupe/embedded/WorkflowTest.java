package dev.troupe.embedded;

import static dev.troupe.embedded.Steps.agent;
import static dev.troupe.embedded.Steps.approval;
import static dev.troupe.embedded.Steps.branches;
import static dev.troupe.embedded.Steps.expression;
import static dev.troupe.embedded.Steps.java;
import static dev.troupe.embedded.Steps.otherwise;
import static dev.troupe.embedded.Steps.pause;
import static dev.troupe.embedded.Steps.value;
import static dev.troupe.embedded.Steps.when;
import static dev.troupe.embedded.Steps.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.persistence.Json;
import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkflowTest {
  private static final String ORDERS =
      """
      Comment: Bills an order and packs its lines.
      TimeoutSeconds: 3600
      QueryLanguage: JSONata
      StartAt: Bill
      States:
        Bill:
          Type: Task
          Resource: java:Shop.bill
          Arguments: "{% $states.input.input %}"
          Assign:
            bill: "{% $states.result %}"
            lines: "{% $states.input.input.lines %}"
          Next: Is it much
        Is it much:
          Type: Choice
          Choices:
            - Condition: "{% $bill.total > 1000 %}"
              Next: Too much
          Default: Pack
        Pack:
          Type: Map
          Items: "{% $lines %}"
          MaxConcurrency: 4
          ItemProcessor:
            ProcessorConfig: { Mode: INLINE }
            StartAt: Pack one
            States:
              Pack one: { Type: Task, Resource: "java:Shop.pack", End: true }
          Catch:
            - ErrorEquals: ["dev.troupe.embedded.Shop$OutOfStock"]
              Next: Sold out
          Next: Packed
        Packed:
          Type: Succeed
          Output: { bill: "{% $bill %}", parcels: "{% $states.input %}" }
        Sold out:
          Type: Succeed
          Output: { sorry: "{% $states.input.Cause %}" }
          X-Troupe: { outcome: no-answer }
        Too much:
          Type: Fail
          Error: TooMuch
          Cause: Orders above 1000 are for people.
      """;

  @Test
  void what_java_writes_is_what_a_file_would_say_and_has_its_hash() {
    var file = ((Reading.Sound) WorkflowReader.read(ORDERS)).workflow();
    var built = Shop.orders();
    assertThat(built.definition()).isEqualTo(file.definition());
    assertThat(built.hash()).isEqualTo(file.hash());
    assertThat(built.functions().names()).containsExactly("Shop.bill", "Shop.pack");
    assertThat(built.functions().inputOf("Shop.pack")).contains(Shop.Line.class);
  }

  @Test
  void every_kind_of_state_can_be_written() {
    var built =
        Workflow.named("all")
            .task(
                "Research",
                agent("researcher")
                    .arguments(Map.of("question", expression("$states.input.goal")))
                    .timeout(Duration.ofSeconds(90))
                    .retry(
                        Retry.on("Model.Unavailable")
                            .times(5)
                            .after(Duration.ofMillis(1500))
                            .growing(3)
                            .atMost(Duration.ofMinutes(1)))
                    .retry(Retry.always())
                    .catching("Stop", "States.Timeout")
                    .catching("Ask"))
            .parallel(
                "Both",
                branches(
                        one -> one.task("Charge", java("charge", Shop::bill)),
                        two -> two.task("Report", workflow("report")).succeed("Reported"))
                    .assign("both", expression("$states.result")))
            .pause("Rest", pause(Duration.ofHours(2)).comment("Nobody is in a hurry."))
            .pass("Keep", value(Map.of("kept", true)).assign("kept", 1))
            .choice("Which", when("$kept = 1", "Ask"), otherwise("Stop"))
            .task("Ask", approval("'Go on with ' & $string($kept) & '?'").end())
            .fail("Stop", "Stopped", "It was enough.")
            .build();
    assertThat(built.functions().names()).containsExactly("charge");
    assertThat(built.definition())
        .isEqualTo(
            Json.parse(
                """
                {"QueryLanguage": "JSONata", "StartAt": "Research", "States": {
                  "Research": {"Type": "Task", "Resource": "agent:researcher",
                    "Arguments": {"question": "{% $states.input.goal %}"},
                    "TimeoutSeconds": 90,
                    "Retry": [
                      {"ErrorEquals": ["Model.Unavailable"], "MaxAttempts": 5, "IntervalSeconds": 2,
                       "BackoffRate": 3.0, "MaxDelaySeconds": 60},
                      {"ErrorEquals": ["States.ALL"]}],
                    "Catch": [
                      {"ErrorEquals": ["States.Timeout"], "Next": "Stop"},
                      {"ErrorEquals": ["States.ALL"], "Next": "Ask"}],
                    "Next": "Both"},
                  "Both": {"Type": "Parallel", "Assign": {"both": "{% $states.result %}"},
                    "Branches": [
                      {"StartAt": "Charge", "States": {
                        "Charge": {"Type": "Task", "Resource": "java:charge", "End": true}}},
                      {"StartAt": "Report", "States": {
                        "Report": {"Type": "Task", "Resource": "workflow:report", "Next": "Reported"},
                        "Reported": {"Type": "Succeed"}}}],
                    "Next": "Rest"},
                  "Rest": {"Type": "Wait", "Seconds": 7200, "Comment": "Nobody is in a hurry.",
                    "Next": "Keep"},
                  "Keep": {"Type": "Pass", "Output": {"kept": true}, "Assign": {"kept": 1},
                    "Next": "Which"},
                  "Which": {"Type": "Choice",
                    "Choices": [{"Condition": "{% $kept = 1 %}", "Next": "Ask"}],
                    "Default": "Stop"},
                  "Ask": {"Type": "Task", "Resource": "human:approval",
                    "Arguments": {"question": "{% 'Go on with ' & $string($kept) & '?' %}"},
                    "End": true},
                  "Stop": {"Type": "Fail", "Error": "Stopped", "Cause": "It was enough."}}}
                """));
  }

  @Test
  void all_that_is_wrong_is_said_at_once_and_where() {
    var wrong =
        Workflow.named("wrong")
            .task("A", agent("writer").next("Nowhere"))
            .choice("B", when("$states.input.(", "A"))
            .succeed("C");
    assertThatThrownBy(wrong::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The workflow 'wrong' cannot run:")
        .hasMessageContaining("/States/A/Next: ")
        .hasMessageContaining("/States/B/Choices/0/Condition: ");
  }

  @Test
  void a_state_has_a_name_of_its_own() {
    var builder = Workflow.named("twice").succeed("Done");
    assertThatThrownBy(() -> builder.succeed("Done"))
        .hasMessage("There are two states with the name 'Done'; give one of them another");
    assertThatThrownBy(() -> Workflow.named("none").build())
        .hasMessage("A workflow, and each branch of it, has a state at least");
  }
}
