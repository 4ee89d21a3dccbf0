package dev.troupe.supervisor.task;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.Agents.PinnedRole;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.PlanSettings;
import dev.troupe.supervisor.ResourceBinding;
import dev.troupe.supervisor.workflow.EvaluationFailure;
import dev.troupe.supervisor.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GivenWorkflowTest {
  private static final List<ResourceBinding> BINDINGS =
      List.of(new ResourceBinding("arn:*:Pay", "tool:pay"));

  /** Everything is there; the question is what may be used. */
  private record Everything() implements Resources {
    @Override
    public Optional<PinnedRole> role(String name, @Nullable String model) {
      return Optional.empty();
    }

    @Override
    public boolean hasToolStep(String name) {
      return true;
    }

    @Override
    public boolean changes(String tool) {
      return tool.equals("pay");
    }

    @Override
    public boolean hasFunction(String name) {
      return true;
    }
  }

  private static GivenWorkflow calling(String resource) {
    var definition =
        json(
            "{'StartAt':'A','States':{'A':{'Type':'Task','Resource':'%s','End':true}}}"
                .formatted(resource));
    return given(definition);
  }

  private static GivenWorkflow given(JsonNode definition) {
    ObjectNode arguments = Json.MAPPER.createObjectNode();
    arguments.set("Definition", definition);
    return new GivenWorkflow(arguments);
  }

  private static Resources allowing(String... plannable) {
    return new BoundResources(
        new Everything(), BINDINGS, new PlanSettings(List.of(plannable), false));
  }

  @ParameterizedTest
  @CsvSource({
    "tool:search, tool:search",
    "tool:search, tool:*",
    "java:count, java:count",
    "human:approval, human:approval",
    "arn:aws:Pay, tool:pay",
  })
  void what_is_listed_may_be_used(String resource, String listed) {
    assertThat(calling(resource).checked(allowing(listed), null, false).hash()).hasSize(64);
  }

  @ParameterizedTest
  @CsvSource({
    "tool:pay, tool:search",
    "tool:searching, tool:search",
    "java:search, tool:*",
    "human:approval, tool:*",
    "plan:run, tool:*",
    "workflow:*, tool:*",
    // A name that is bound counts as what it is bound to.
    "arn:aws:Pay, tool:search",
  })
  void what_is_not_listed_is_refused_with_its_place(String resource, String listed) {
    assertThatThrownBy(() -> calling(resource).checked(allowing(listed), null, false))
        .isInstanceOfSatisfying(
            EvaluationFailure.class,
            failure -> {
              assertThat(failure.error()).isEqualTo("Troupe.WorkflowInvalid");
              assertThat(failure.cause())
                  .isEqualTo(
                      "/States/A/Resource: '%s' is not here, or not on the list of what such a workflow may use; that is: %s."
                          .formatted(resource, listed));
            });
  }

  @ParameterizedTest
  @CsvSource({"tool:pay", "arn:aws:Pay"})
  void behind_text_from_outside_no_tool_of_it_changes_anything(String resource) {
    assertThatThrownBy(() -> calling(resource).checked(allowing("tool:*"), null, true))
        .isInstanceOfSatisfying(
            EvaluationFailure.class,
            failure -> {
              assertThat(failure.error()).isEqualTo("Troupe.WorkflowInvalid");
              assertThat(failure.cause())
                  .startsWith("/States/A/Resource: '%s' changes something".formatted(resource));
            });
    var lenient =
        new BoundResources(new Everything(), BINDINGS, new PlanSettings(List.of("tool:*"), true));
    assertThat(calling(resource).checked(lenient, null, true).hash()).hasSize(64);
    assertThat(calling("tool:search").checked(allowing("tool:*"), null, true).hash()).hasSize(64);
  }

  /** With workflows of its own, by name. */
  private record Stored(Map<String, String> calling) implements Resources {
    @Override
    public Optional<PinnedRole> role(String name, @Nullable String model) {
      return Optional.empty();
    }

    @Override
    public boolean hasToolStep(String name) {
      return true;
    }

    @Override
    public boolean changes(String tool) {
      return tool.equals("pay");
    }

    @Override
    public Optional<Workflow> workflow(String name) {
      return Optional.ofNullable(calling.get(name))
          .map(resource -> GivenWorkflowTest.calling(resource).reread());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "workflow:reads, true",
    "workflow:pays, false",
    "workflow:nested, false",
    "workflow:*, false",
    "workflow:round, true"
  })
  void nor_does_a_workflow_that_it_starts(String resource, boolean mayRun) {
    var workflows =
        Map.of(
            "reads", "tool:search",
            "pays", "tool:pay",
            "nested", "workflow:pays",
            "round", "workflow:round");
    var resources =
        new BoundResources(
            new Stored(workflows),
            BINDINGS,
            new PlanSettings(List.of("workflow:*", "tool:*"), false));

    if (mayRun) {
      assertThat(calling(resource).checked(resources, null, true).hash()).hasSize(64);
    } else {
      assertThatThrownBy(() -> calling(resource).checked(resources, null, true))
          .isInstanceOf(EvaluationFailure.class)
          .hasMessageContaining("starts a workflow that does");
    }
    assertThat(calling(resource).checked(resources, null, false).hash()).hasSize(64);
  }

  @Test
  void a_callback_that_nobody_could_make_is_refused_with_its_place() {
    assertThatThrownBy(() ->
            calling("tool:search.waitForTaskToken").checked(allowing("tool:search"), null, false))
        .isInstanceOfSatisfying(
            EvaluationFailure.class,
            failure ->
                assertThat(failure.cause())
                    .startsWith(
                        "/States/A/Resource: 'tool:search.waitForTaskToken' waits for a callback"));
  }

  @Test
  void a_definition_may_be_a_text_and_is_read_again_as_it_was() {
    var tree = calling("tool:search");
    var text = given(Json.parse(Json.write(Json.write(tree.arguments().path("Definition")))));

    var hash = tree.checked(allowing("tool:*"), null, false).hash();

    assertThat(text.checked(allowing("tool:*"), null, false).hash()).isEqualTo(hash);
    assertThat(tree.reread().hash()).isEqualTo(hash);
    assertThat(text.reread().hash()).isEqualTo(hash);
  }

  @Test
  void escalation_to_people_has_to_be_allowed_as_asking_them_has() {
    var escalating =
        given(
            json(
                "{'StartAt':'A','States':{'A':{'Type':'Task','Resource':'tool:search','X-Troupe':{'escalate':{'afterAttempts':1,'question':'Now?'}},'End':true}}}"));

    assertThatThrownBy(() -> escalating.checked(allowing("tool:*"), null, false))
        .isInstanceOf(EvaluationFailure.class)
        .hasMessageStartingWith("/States/A/X-Troupe/escalate: 'human:approval' is not");
    assertThat(escalating.checked(allowing("tool:*", "human:approval"), null, false).hash())
        .isNotEmpty();
  }

  @Test
  void each_escalation_is_named_by_its_own_state_and_data_that_look_like_one_are_not() {
    var escalating =
        "{'Type':'Task','Resource':'tool:search','X-Troupe':{'escalate':{'question':'Now?'}},'End':true}";
    var machine = "{'StartAt':'A','States':{'A':%s}}".formatted(escalating);
    var definition =
        json(
            "{'StartAt':'D','States':{'D':{'Type':'Pass','Result':{'X-Troupe':{'escalate':{}}},'Next':'a/b'},'a/b':{'Type':'Parallel','Branches':[%1$s,%1$s],'Next':'M'},'M':{'Type':'Map','ItemProcessor':%1$s,'End':true}}}"
                .formatted(machine));

    assertThatThrownBy(() -> given(definition).checked(allowing("tool:*"), null, false))
        .isInstanceOfSatisfying(
            EvaluationFailure.class,
            failure ->
                assertThat(failure.cause().lines().map(line -> line.split(":", 2)[0]))
                    .containsExactly(
                        "/States/a~1b/Branches/0/States/A/X-Troupe/escalate",
                        "/States/a~1b/Branches/1/States/A/X-Troupe/escalate",
                        "/States/M/ItemProcessor/States/A/X-Troupe/escalate"));
  }

  @Test
  void what_is_no_workflow_is_refused() {
    assertThatThrownBy(() -> given(json("{}")).checked(allowing(), null, false))
        .isInstanceOf(EvaluationFailure.class);
    assertThatThrownBy(() -> new GivenWorkflow(json("{}")).checked(allowing(), null, false))
        .isInstanceOf(EvaluationFailure.class);
  }
}
