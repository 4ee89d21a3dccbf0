package dev.troupe.supervisor;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static dev.troupe.supervisor.TestNode.eventually;
import static dev.troupe.supervisor.TestNode.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.Assignment;
import dev.troupe.persistence.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workflow {@code planned}: a workflow that a role wrote is checked, and run as a task. */
class PlannedTasksTest {
  private static final JsonNode UNBOUND =
      json(
          """
          {'StartAt':'A','States':{
            'A':{'Type':'Task','Resource':'agent:ghost','Next':'Nowhere'}}}
          """);
  private static final JsonNode FORBIDDEN =
      json(
          """
          {'StartAt':'A','States':{
            'A':{'Type':'Task','Resource':'agent:secretary','End':true}}}
          """);

  @TempDir private Path folder;
  private final ScriptedAgents agents =
      ScriptedTeam.approving().returning("secretary", _ -> json("'written'"));
  private TestNode node;

  @BeforeEach
  void start() {
    node = new TestNode(folder, agents);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  /** What the offline engine plans, for one question. */
  private static JsonNode sound() {
    try (InputStream file = PlannedTasksTest.class.getResourceAsStream("/offline/plan.asl.json")) {
      var definition = (ObjectNode) Json.MAPPER.readTree(file);
      ((ObjectNode) definition.at("/States/Plan/Assign")).put("questions", "{% [\"How?\"] %}");
      return definition;
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private String planning(JsonNode first, JsonNode then) {
    agents.returning(
        "workflow-planner",
        input -> {
          ObjectNode answer = Json.MAPPER.createObjectNode().put("why", "because");
          return answer.set("workflow", input.path("faults").asText().isEmpty() ? first : then);
        });
    return node.accepted(TestNode.submission("How?", "planned", null));
  }

  private List<Assignment> planners() {
    return agents.assigned.stream().filter(work -> work.role().equals("workflow-planner")).toList();
  }

  private List<JsonNode> data(String id, String type) {
    return get(node.tasks.events("default", id, 0, 1000)).orElseThrow().stream()
        .filter(event -> event.type().equals(type))
        .map(TaskEventView::data)
        .toList();
  }

  @Test
  void a_sound_plan_runs_as_a_task_of_its_own_pinned_by_its_hash() {
    var id = planning(sound(), sound());

    var task = node.ended(id);

    assertThat(task.outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(String.valueOf(task.output())).contains("Draft after 0 comments");
    assertThat(task.usage().modelCalls()).isEqualTo(4);
    assertThat(planners()).hasSize(1);
    assertThat(planners().getFirst().input().path("resources"))
        .isEqualTo(json("['agent:planner','agent:researcher','agent:writer','agent:reviewer']"));
    var run = data(id, "step-assigned").getLast();
    assertThat(run.path("role").asText()).isEqualTo("plan:run");
    var shown = get(node.tasks.workflows().byHash(run.path("roleHash").asText())).orElseThrow();
    assertThat(shown.definition()).isEqualTo(sound());
    var child = data(id, "step-returned").getLast().at("/output/task").asText();
    var childTask = get(node.tasks.get("default", child)).orElseThrow();
    assertThat(childTask.workflowHash()).isEqualTo(run.path("roleHash").asText());
  }

  @Test
  void the_faults_of_a_plan_go_back_once_and_a_mended_plan_runs() {
    var id = planning(UNBOUND, sound());

    assertThat(node.ended(id).outcome()).isEqualTo(Outcome.ANSWERED);

    assertThat(planners()).hasSize(2);
    assertThat(planners().getFirst().agent()).isEqualTo(planners().getLast().agent());
    assertThat(planners().getLast().input().path("faults").asText())
        .isEqualTo("/States/A/Next: There is no state 'Nowhere' in this machine.");
    assertThat(data(id, "error-caught").getFirst().path("error").asText())
        .isEqualTo("Troupe.WorkflowInvalid");
  }

  @Test
  void a_plan_that_is_not_mended_is_refused_by_name() {
    var id = planning(FORBIDDEN, FORBIDDEN);

    var task = node.ended(id);

    assertThat(planners()).hasSize(2);
    assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(String.valueOf(task.failure()))
        .contains(
            "Troupe.PlanRefused",
            "/States/A/Resource: 'agent:secretary' is not here, or not on the list of what such a"
                + " workflow may use; that is: agent:planner, agent:researcher,");
    assertThat(agents.assigned).extracting(Assignment::role).containsOnly("workflow-planner");
  }

  @Test
  void what_configuration_lists_may_be_used() {
    agents.returning(
        "workflow-planner", _ -> json("{'why':'w','workflow':%s}".formatted(FORBIDDEN)));
    node.close();
    node = new TestNode(folder, agents, "troupe.planned.resources = [\"agent:*\"]");

    var task = node.ended(node.accepted(TestNode.submission("How?", "planned", null)));

    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(task.outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(task.output()).hasToString("\"written\"");
  }

  @Test
  void a_failure_of_the_planned_task_is_the_tasks_failure() {
    agents.with("writer", work -> Optional.of(ScriptedAgents.failed(work, "Model.Timeout")));
    var failing =
        json("{'StartAt':'A','States':{'A':{'Type':'Task','Resource':'agent:writer','End':true}}}");
    var id = planning(failing, failing);

    assertThat(String.valueOf(node.ended(id).failure())).contains("Model.Timeout");
    assertThat(planners()).hasSize(1);
  }

  @Test
  void a_plan_goes_on_after_a_restart_and_is_neither_made_nor_started_twice() {
    agents.with("writer", _ -> Optional.empty());
    var id = planning(sound(), sound());
    eventually(() -> agents.assigned.stream().anyMatch(work -> work.role().equals("writer")));
    node.close();
    agents.returning("writer", ScriptedTeam::draft);
    agents.assigned.clear();

    node = new TestNode(folder, agents);
    node.tasks.wakeOldTasks();

    assertThat(node.ended(id).outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(agents.assigned).extracting(Assignment::role).containsExactly("writer", "reviewer");
  }
}
