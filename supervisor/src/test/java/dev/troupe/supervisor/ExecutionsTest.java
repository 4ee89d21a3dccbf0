package dev.troupe.supervisor;

import static dev.troupe.supervisor.TestNode.get;
import static dev.troupe.supervisor.TestNode.ofMachine;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.workflow.DefinitionText;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workflows that machines start as they start them on Step Functions. */
class ExecutionsTest {
  private static final String ARN = "arn:aws:states:eu-west-1:123456789012:";
  private static final String BOUND =
      """
      troupe.resources = [
        { match = "arn:aws:states:::states:startExecution.sync*", bind = "workflow:*" }
        { match = "arn:aws:states:eu:1:states:startExecution.sync:2", bind = "workflow:price-list" }
      ]
      """;
  private static final String CHILD =
      """
      {'StartAt':'Known','States':{
        'Known':{'Type':'Choice','Choices':[
          {'Variable':'$.item','StringEquals':'tea','Next':'Price'}],'Default':'Unknown'},
        'Price':{'Type':'Pass','Parameters':{'item.$':'$.item','price':3},'End':true},
        'Unknown':{'Type':'Fail','Error':'Shop.Unknown','Cause':'No such thing.'}}}
      """;
  private static final String SYNC = "arn:aws:states:::states:startExecution.sync";

  @TempDir private Path folder;
  private TestNode node;

  @BeforeEach
  void start() {
    node = new TestNode(folder, ScriptedTeam.approving(), BOUND);
    var child = DefinitionText.json(CHILD.replace('\'', '"'));
    get(node.tasks.workflows().put("default", "price-list", child));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private JsonNode asked(String resource, String machine, String input) {
    var parent =
        """
        {'StartAt':'Ask','States':{
          'Ask':{'Type':'Task','Resource':'%s',
            'Parameters':{'StateMachineArn':'%s','Input':%s,'Name':'one'},
            'Catch':[{'ErrorEquals':['States.ALL'],'Next':'Sorry'}],'End':true},
          'Sorry':{'Type':'Pass','End':true}}}
        """
            .formatted(resource, machine, input)
            .replace('\'', '"');
    var ended = node.ended(node.accepted(ofMachine("How?", parent)));
    assertThat(ended.failure()).isNull();
    return Objects.requireNonNull(ended.output());
  }

  @ParameterizedTest
  @CsvSource({
    "stateMachine:price-list",
    "stateMachine:Price_List",
    "stateMachine:price-list:7",
  })
  void the_machine_is_named_by_its_arn_and_comes_back_described(String machine) {
    var output = asked(SYNC + ":2", ARN + machine, "{'item':'tea'}");

    assertThat(output.path("Output")).isEqualTo(Json.parse("{\"item\":\"tea\",\"price\":3}"));
    assertThat(output.path("Input")).isEqualTo(Json.parse("{\"item\":\"tea\"}"));
    assertThat(output.path("Status").asText()).isEqualTo("SUCCEEDED");
    assertThat(output.path("Name").asText()).isEqualTo("one");
    assertThat(output.path("StateMachineArn").asText()).isEqualTo(ARN + machine);
    assertThat(output.path("ExecutionArn").asText())
        .isEqualTo(ARN + machine.replace("stateMachine", "execution") + ":one");
    assertThat(output.path("StartDate").asLong())
        .isPositive()
        .isLessThanOrEqualTo(output.path("StopDate").asLong());
  }

  @Test
  void the_first_version_hands_over_texts() {
    var output = asked(SYNC, ARN + "stateMachine:price-list", "{'item':'tea'}");

    assertThat(output.path("Output").textValue()).isEqualTo("{\"item\":\"tea\",\"price\":3}");
    assertThat(output.path("Input").textValue()).isEqualTo("{\"item\":\"tea\"}");
  }

  @Test
  void an_input_that_is_a_text_holds_the_input() {
    var output = asked(SYNC + ":2", ARN + "stateMachine:price-list", "'{\\'item\\':\\'tea\\'}'");

    assertThat(output.at("/Output/price").asInt()).isEqualTo(3);
  }

  @Test
  void a_binding_to_one_workflow_does_not_ask_the_arn() {
    var output =
        asked(
            "arn:aws:states:eu:1:states:startExecution.sync:2",
            ARN + "stateMachine:something-else",
            "{'item':'tea'}");

    assertThat(output.at("/Output/price").asInt()).isEqualTo(3);
  }

  @Test
  void a_childs_failure_is_the_steps_with_the_whole_story_as_its_cause() {
    var caught = asked(SYNC + ":2", ARN + "stateMachine:price-list", "{'item':'salt'}");
    var cause = Json.parse(caught.path("Cause").asText());

    assertThat(caught.path("Error").asText()).isEqualTo("States.TaskFailed");
    assertThat(cause.path("Error").asText()).isEqualTo("Shop.Unknown");
    assertThat(cause.path("Cause").asText()).isEqualTo("No such thing.");
    assertThat(cause.path("Status").asText()).isEqualTo("FAILED");
    assertThat(cause.path("Input").asText()).isEqualTo("{\"item\":\"salt\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stateMachine:nobody     | {'item':'tea'} | StepFunctions.StateMachineDoesNotExist | 'nobody'",
        "stateMachine:price-list | 'no JSON'      | StepFunctions.InvalidExecutionInput    | Input is a text",
      },
      quoteCharacter = '"')
  void what_cannot_be_started_fails_by_name(
      String machine, String input, String error, String cause) {
    var caught = asked(SYNC + ":2", ARN + machine, input);

    assertThat(caught.path("Error").asText()).isEqualTo(error);
    assertThat(caught.path("Cause").asText()).contains(cause);
  }
}
