package dev.troupe.supervisor.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.supervisor.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkflowReaderTest {

  private static List<Fault> faults(String definition) {
    return switch (WorkflowReader.read(definition)) {
      case Reading.Sound _ -> List.of();
      case Reading.Faulty(var faults) -> faults;
    };
  }

  private static Workflow sound(String definition) {
    return switch (WorkflowReader.read(definition)) {
      case Reading.Sound(var workflow) -> workflow;
      case Reading.Faulty(var faults) -> throw new AssertionError(faults);
    };
  }

  private static String machine(String state) {
    return """
    {"QueryLanguage":"JSONata","StartAt":"Either","States":{"A":%s,"B":{"Type":"Succeed"},
      "Either":{"Type":"Task","Resource":"agent:a","Next":"A",
        "Catch":[{"ErrorEquals":["States.ALL"],"Next":"B"}]}}}
    """
        .formatted(state);
  }

  @Test
  void a_path_searches_with_no_regular_expression() {
    var found =
        faults(
            """
            {"StartAt":"A","States":{"A":{
              "Type":"Pass","InputPath":"$.a[?(@.b =~ /(a|a)*c/)]","End":true}}}
            """);

    assertThat(found)
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.pointer()).isEqualTo("/States/A/InputPath");
          assertThat(fault.detail()).contains("'=~'");
        });
  }

  @Test
  void reads_the_same_workflow_from_json_and_yaml() {
    var json = sound(machine("{\"Type\":\"Pass\",\"Next\":\"B\"}"));
    var yaml =
        sound(
            """
            QueryLanguage: JSONata
            StartAt: Either
            States:
              Either:
                Type: Task
                Resource: agent:a
                Catch: [{ErrorEquals: [States.ALL], Next: B}]
                Next: A
              A: {Type: Pass, Next: B}
              B: {Type: Succeed}
            """);

    assertThat(yaml.hash()).isEqualTo(json.hash()).hasSize(64);
    assertThat(yaml.machine()).isEqualTo(json.machine());
  }

  @Test
  void reads_the_outcome_that_a_last_state_sets() {
    var workflow =
        sound(machine("{\"Type\":\"Succeed\",\"X-Troupe\":{\"outcome\":\"unapproved\"}}"));

    assertThat(workflow.machine().state("A"))
        .isEqualTo(
            new State.SucceedState(
                new DataFlow.OfJsonata(null, null), new Transition.End(Outcome.UNAPPROVED)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"Type\":\"Wait\",\"Next\":\"B\"} | /States/A | how long",
        "{\"Type\":\"Wait\",\"Seconds\":1,\"Timestamp\":\"2026-01-01T00:00:00Z\",\"Next\":\"B\"} | /States/A | in one form",
        "{\"Type\":\"Wait\",\"Timestamp\":\"tomorrow\",\"Next\":\"B\"} | /States/A/Timestamp | instant",
        "{\"Type\":\"Parallel\",\"Branches\":[],\"End\":true} | /States/A/Branches | at least one",
        "{\"Type\":\"Parallel\",\"Branches\":[{\"StartAt\":\"I\",\"States\":{\"I\":{\"Type\":\"Pass\",\"Next\":\"B\"}}}],\"End\":true} | /States/A/Branches/0/States/I/Next | no state 'B'",
        "{\"Type\":\"Loop\"} | /States/A/Type | Unknown type",
        "{\"Type\":\"Pass\",\"Result\":1,\"End\":true} | /States/A/Result | belongs to JSONPath",
        "{\"Type\":\"Pass\",\"Foo\":1,\"End\":true} | /States/A/Foo | Unknown field 'Foo'",
        "{\"Type\":\"Pass\"} | /States/A/Next | where it leads",
        "{\"Type\":\"Pass\",\"Next\":\"B\",\"End\":true} | /States/A/End | where it leads",
        "{\"Type\":\"Pass\",\"Next\":\"C\"} | /States/A/Next | no state 'C'",
        "{\"Type\":\"Pass\",\"Output\":\"{% 1 + %}\",\"End\":true} | /States/A/Output | JSONata",
        "{\"Type\":\"Pass\",\"Output\":\"{% 1\",\"End\":true} | /States/A/Output | must end with",
        "{\"Type\":\"Pass\",\"Output\":{\"x\":[\"{% $eval('1') %}\"]},\"End\":true} | /States/A/Output/x/0 | $eval",
        "{\"Type\":\"Pass\",\"Assign\":{\"states\":1},\"End\":true} | /States/A/Assign/states | variable",
        "{\"Type\":\"Pass\",\"QueryLanguage\":\"JSONPath\",\"End\":true} | /States/A/QueryLanguage | go back to JSONPath",
        "{\"Type\":\"Task\",\"End\":true} | /States/A/Resource | required",
        "{\"Type\":\"Task\",\"Resource\":\"agent:a\",\"TimeoutSeconds\":0,\"End\":true} | /States/A/TimeoutSeconds | whole number",
        "{\"Type\":\"Task\",\"Resource\":\"agent:a\",\"TimeoutSeconds\":3,\"HeartbeatSeconds\":3,\"End\":true} | /States/A/HeartbeatSeconds | must be smaller",
        "{\"Type\":\"Task\",\"Resource\":\"agent:a\",\"HeartbeatSeconds\":0,\"End\":true} | /States/A/HeartbeatSeconds | whole number",
        "{\"Type\":\"Task\",\"Resource\":\"agent:a\",\"Retry\":[{\"ErrorEquals\":[]}],\"End\":true} | /States/A/Retry/0/ErrorEquals | array of strings",
        "{\"Type\":\"Task\",\"Resource\":\"agent:a\",\"Catch\":[{\"ErrorEquals\":[\"x\"],\"Next\":\"Z\"}],\"End\":true} | /States/A/Catch/0/Next | no state 'Z'",
        "{\"Type\":\"Choice\",\"Choices\":[]} | /States/A/Choices | at least one",
        "{\"Type\":\"Choice\",\"Choices\":[{\"Variable\":\"$.x\",\"Condition\":\"{% true %}\",\"Next\":\"B\"}]} | /States/A/Choices/0/Variable | Unknown field",
        "{\"Type\":\"Choice\",\"Choices\":[{\"Condition\":\"yes\",\"Next\":\"B\"}]} | /States/A/Choices/0/Condition | expression",
        "{\"Type\":\"Map\",\"End\":true} | /States/A/ItemProcessor | required",
        "{\"Type\":\"Map\",\"ItemReader\":{},\"ItemProcessor\":{\"StartAt\":\"I\",\"States\":{\"I\":{\"Type\":\"Succeed\"}}},\"End\":true} | /States/A/ItemReader/Resource | required",
        "{\"Type\":\"Map\",\"ItemProcessor\":{\"ProcessorConfig\":{\"Mode\":\"SPREAD\"},\"StartAt\":\"I\",\"States\":{\"I\":{\"Type\":\"Succeed\"}}},\"End\":true} | /States/A/ItemProcessor/ProcessorConfig/Mode | DISTRIBUTED",
        "{\"Type\":\"Map\",\"ItemProcessor\":{\"StartAt\":\"I\",\"States\":{\"I\":{\"Type\":\"Loop\"}}},\"End\":true} | /States/A/ItemProcessor/States/I/Type | Unknown type",
        "{\"Type\":\"Succeed\",\"X-Troupe\":{\"outcome\":\"fine\"}} | /States/A/X-Troupe/outcome | answered",
        "{\"Type\":\"Task\",\"Resource\":\"agent:a\",\"X-Troupe\":{\"escalate\":1},\"Next\":\"B\"} | /States/A/X-Troupe/escalate | must be an object",
        "{\"Type\":\"Task\",\"Resource\":\"agent:a\",\"X-Troupe\":{\"escalate\":{\"afterAttempts\":0}},\"Next\":\"B\"} | /States/A/X-Troupe/escalate/afterAttempts | whole number",
        "{\"Type\":\"Task\",\"Resource\":\"agent:a\",\"X-Troupe\":{\"escalate\":{\"who\":1}},\"End\":true} | /States/A/X-Troupe/escalate/who | Unknown field",
        "{\"Type\":\"Task\",\"Resource\":\"agent:a\",\"X-Troupe\":{\"escalate\":{\"approvers\":[1]}},\"End\":true} | /States/A/X-Troupe/escalate/approvers | array of strings",
        "{\"Type\":\"Task\",\"Resource\":\"agent:a\",\"X-Troupe\":{\"escalate\":{},\"outcome\":\"answered\"},\"Next\":\"B\"} | /States/A/X-Troupe/outcome | Unknown field",
        "{\"Type\":\"Task\",\"Resource\":\"agent:a\",\"X-Troupe\":{\"outcome\":\"answered\"},\"Next\":\"B\"} | /States/A/X-Troupe | ends the workflow",
        "{\"Type\":\"Pass\",\"X-Troupe\":{\"escalate\":{}},\"Next\":\"B\"} | /States/A/X-Troupe/escalate | Unknown field",
        "{\"Type\":\"Succeed\",\"X-Troupe\":{\"outcome\":\"answered\",\"later\":1}} | /States/A/X-Troupe/later | Unknown field",
      })
  void refuses_by_name_and_place(String state, String pointer, String detail) {
    assertThat(faults(machine(state)))
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.pointer()).isEqualTo(pointer);
          assertThat(fault.detail()).contains(detail);
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"Type\":\"Pass\",\"Output\":1,\"End\":true} | /States/A/Output | belongs to JSONata",
        "{\"Type\":\"Pass\",\"InputPath\":\"x\",\"End\":true} | /States/A/InputPath | begins with '$'",
        "{\"Type\":\"Pass\",\"ResultPath\":\"$.a[*]\",\"End\":true} | /States/A/ResultPath | names and indices",
        "{\"Type\":\"Pass\",\"Parameters\":{\"a.$\":\"b\"},\"End\":true} | /States/A/Parameters/a.$ | Neither a path",
        "{\"Type\":\"Pass\",\"Parameters\":{\"a\":1,\"a.$\":\"$\"},\"End\":true} | /States/A/Parameters/a.$ | with and without",
        "{\"Type\":\"Pass\",\"Parameters\":{\"a.$\":\"States.Nope(1)\"},\"End\":true} | /States/A/Parameters/a.$ | unknown function",
        "{\"Type\":\"Pass\",\"Parameters\":{\"a.$\":\"States.UUID(1)\"},\"End\":true} | /States/A/Parameters/a.$ | takes 0 arguments",
        "{\"Type\":\"Fail\",\"Error\":\"x\",\"ErrorPath\":\"$.e\"} | /States/A/ErrorPath | not both",
        "{\"Type\":\"Choice\",\"Choices\":[{\"Variable\":\"$.x\",\"NumericEquals\":\"1\",\"Next\":\"B\"}]} | /States/A/Choices/0/NumericEquals | a number",
        "{\"Type\":\"Choice\",\"Choices\":[{\"Variable\":\"$.x\",\"Resembles\":1,\"Next\":\"B\"}]} | /States/A/Choices/0/Resembles | Unknown comparison",
        "{\"Type\":\"Choice\",\"Choices\":[{\"NumericEquals\":1,\"Next\":\"B\"}]} | /States/A/Choices/0/Variable | required",
        "{\"Type\":\"Choice\",\"Choices\":[{\"And\":[],\"Next\":\"B\"}]} | /States/A/Choices/0/And | at least one",
        "{\"Type\":\"Task\",\"Resource\":\"agent:a\",\"TimeoutSeconds\":1,\"TimeoutSecondsPath\":\"$.t\",\"End\":true} | /States/A/TimeoutSecondsPath | not both",
        "{\"Type\":\"Task\",\"Resource\":\"agent:a\",\"Retry\":[{\"ErrorEquals\":[\"States.ALL\",\"x\"]}],\"End\":true} | /States/A/Retry/0/ErrorEquals | stands alone",
      })
  void refuses_by_name_and_place_in_json_path(String state, String pointer, String detail) {
    assertThat(faults(machine(state).replace("\"QueryLanguage\":\"JSONata\",", "")))
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.pointer()).isEqualTo(pointer);
          assertThat(fault.detail()).contains(detail);
        });
  }

  @Test
  void finds_every_fault_at_once() {
    assertThat(
            faults(
                """
                {"QueryLanguage":"JSONata","StartAt":"Nowhere","Foo":1,"States":{
                  "A":{"Type":"Pass","Next":"B"},"C":{"Type":"Loop"}}}
                """))
        .extracting(Fault::pointer)
        .containsExactlyInAnyOrder("/Foo", "/StartAt", "/States/A/Next", "/States/C/Type");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"StartAt\":}", "{\"StartAt\":\"A\",\"StartAt\":\"B\"}", "a: [", "[]", "3"})
  void names_the_place_of_broken_syntax(String text) {
    assertThat(faults(text)).isNotEmpty();
  }

  @Test
  void names_states_that_nothing_leads_to() {
    assertThat(
            faults(
                """
                {"StartAt":"A","States":{"A":{"Type":"Pass","End":true},
                  "B/1":{"Type":"Pass","Next":"C"},"C":{"Type":"Map","End":true,
                  "ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Succeed"},"J":{"Type":"Fail"}}}}}}
                """))
        .extracting(Fault::pointer)
        .containsExactlyInAnyOrder("/States/B~11", "/States/C", "/States/C/ItemProcessor/States/J");
  }

  @Test
  void a_choice_without_a_default_and_a_loop_without_an_end_are_no_faults() {
    assertThat(
            faults(
                """
                {"StartAt":"A","States":{"A":{"Type":"Choice","Choices":[
                    {"Variable":"$.x","IsPresent":true,"Next":"B"}]},
                  "B":{"Type":"Wait","Seconds":1,"Next":"B"}}}
                """))
        .isEmpty();
  }

  @Test
  void tells_a_missing_way_once_and_not_again_as_states_that_are_not_reached() {
    assertThat(
            faults(
                """
                {"StartAt":"A","States":{"A":{"Type":"Pass"},"B":{"Type":"Pass","End":true}}}
                """))
        .extracting(Fault::pointer)
        .containsExactly("/States/A/Next");
  }

  @Test
  void a_definition_that_was_accepted_once_is_read_again_under_later_rules() {
    var text =
        """
        {"StartAt":"A","States":{"A":{"Type":"Succeed"},"B":{"Type":"Succeed"}}}
        """;

    assertThat(faults(text)).isNotEmpty();
    assertThat(WorkflowReader.reread(text)).isInstanceOf(Reading.Sound.class);
  }

  @Test
  void names_every_field_that_stands_twice_with_its_lines_and_goes_on() {
    var faults =
        faults(
            """
            {"StartAt":"A","States":{
              "A":{"Type":"Pass","End":true,
                "End":true},
              "A":{"Type":"Pass","Foo":1,"End":true}}}
            """);

    assertThat(faults)
        .extracting(Fault::pointer)
        .containsExactly("/States/A/End", "/States/A", "/States/A/Foo");
    assertThat(faults.get(1).detail()).contains("in line 2 and in line 4");
  }

  @Test
  void names_fields_that_stand_twice_and_aliases_in_yaml_too() {
    assertThat(
            faults(
                """
                StartAt: A
                States:
                  A: &a {Type: Pass, End: true}
                  A: {Type: Succeed}
                Comment: *a
                """))
        .extracting(Fault::pointer)
        .contains("/States/A", "/Comment");
  }
}
