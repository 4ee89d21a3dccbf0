package dev.troupe.supervisor;

import static dev.troupe.supervisor.TestNode.eventually;
import static dev.troupe.supervisor.TestNode.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.Assignment;
import dev.troupe.persistence.embedded.ClosedTables;
import dev.troupe.supervisor.NamedWorkflows.DeleteReply;
import dev.troupe.supervisor.NamedWorkflows.PutReply;
import dev.troupe.supervisor.NamedWorkflows.Summary;
import dev.troupe.supervisor.view.WorkflowCatalog;
import dev.troupe.supervisor.workflow.DefinitionText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workflows under names of their own: stored, replaced, kept by the tasks that run by them. */
class NamedWorkflowsTest {
  private static final String TENANT = "default";

  @TempDir private Path folder;
  private final ScriptedAgents agents = ScriptedTeam.approving();
  private TestNode node;

  @BeforeEach
  void start() {
    node = new TestNode(folder, agents);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private void restart(String settings) {
    node.close();
    node = new TestNode(folder, agents, settings);
  }

  private PutReply put(String name, String definition) {
    return get(node.tasks.workflows().put(TENANT, name, DefinitionText.parse(definition)));
  }

  private DeleteReply delete(String name) {
    return get(node.tasks.workflows().delete(TENANT, name));
  }

  private static String saying(String words) {
    return "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"Result\":\"%s\",\"End\":true}}}"
        .formatted(words);
  }

  private static String asking(String resource) {
    return "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Task\",\"Resource\":\"%s\",\"End\":true}}}"
        .formatted(resource);
  }

  private String submitted(String workflow) {
    return node.accepted(TestNode.submission("How?", workflow, null));
  }

  @Test
  void a_stored_workflow_runs_under_its_name_and_survives_a_restart() {
    assertThat(put("mine", saying("one")))
        .isInstanceOfSatisfying(
            PutReply.Stored.class, stored -> assertThat(stored.fresh()).isTrue());
    assertThat(node.ended(submitted("mine")).output()).hasToString("\"one\"");

    restart("");

    assertThat(node.ended(submitted("mine")).output()).hasToString("\"one\"");
    assertThat(node.tasks.workflows().find(TENANT, "mine"))
        .hasValueSatisfying(named -> {
          assertThat(named.summary().source()).isEqualTo("stored");
          assertThat(named.definition().path("StartAt").asText()).isEqualTo("A");
        });
    assertThat(node.tasks.workflows().list(TENANT))
        .extracting(Summary::name)
        .containsExactly("bench", "mine", "planned", "report", "team");
  }

  @Test
  void the_same_definition_again_changes_nothing_and_another_is_the_new_version() {
    put("mine", saying("one"));

    assertThat(put("mine", saying("one")))
        .isInstanceOfSatisfying(
            PutReply.Stored.class, stored -> assertThat(stored.fresh()).isFalse());
    assertThat(put("mine", saying("two")))
        .isInstanceOfSatisfying(
            PutReply.Stored.class, stored -> assertThat(stored.fresh()).isFalse());
    assertThat(node.ended(submitted("mine")).output()).hasToString("\"two\"");
  }

  @Test
  void a_running_task_keeps_its_version_over_a_restart() {
    put("mine", asking("agent:writer"));
    agents.with("writer", _ -> Optional.empty());
    var id = submitted("mine");
    eventually(() -> agents.assigned.stream().anyMatch(work -> work.role().equals("writer")));

    put("mine", saying("other"));
    agents.returning("writer", ScriptedTeam::draft);
    restart("");
    node.tasks.wakeOldTasks();

    assertThat(String.valueOf(node.ended(id).output())).contains("Draft");
  }

  @Test
  void what_is_stored_can_be_listed_while_nobody_serves_it() {
    put("mine", saying("one"));
    node.close();

    var listed =
        ClosedTables.read(
            folder,
            tables ->
                WorkflowCatalog.of(
                        Map.of(),
                        Set.of(),
                        TaskSettings.from(ConfigFactory.load()),
                        WorkflowSettings.from(ConfigFactory.load()))
                    .with(tables)
                    .list(TENANT));

    assertThat(listed.orElseThrow())
        .extracting(Summary::name)
        .containsExactly("bench", "mine", "planned", "report", "team");
    node = new TestNode(folder, agents);
    assertThat(node.tasks.workflows().find(TENANT, "mine")).isPresent();
  }

  @Test
  void another_tenants_workflow_is_not_there() {
    put("mine", saying("one"));

    assertThat(node.tasks.workflows().find("other", "mine")).isEmpty();
    assertThat(node.tasks.workflows().list("other"))
        .extracting(Summary::name)
        .containsExactly("bench", "planned", "report", "team");
    assertThat(get(node.tasks.workflows().delete("other", "mine")))
        .isEqualTo(new DeleteReply.Unknown());
  }

  @Test
  void faults_and_unbound_resources_are_refused_with_their_places() {
    assertThat(put("mine", "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\"}}}"))
        .isInstanceOfSatisfying(
            PutReply.Invalid.class,
            invalid ->
                assertThat(invalid.faults())
                    .extracting(SubmitReply.Fault::pointer)
                    .containsExactly("/States/A/Next"));
    assertThat(put("mine", asking("workflow:nobody")))
        .isInstanceOfSatisfying(
            PutReply.Invalid.class,
            invalid ->
                assertThat(invalid.faults())
                    .extracting(SubmitReply.Fault::pointer)
                    .containsExactly("/States/A/Resource"));
    assertThat(put("mine", asking("workflow:mine"))).isInstanceOf(PutReply.Stored.class);
  }

  @Test
  void names_that_cannot_be_or_belong_to_others_are_refused() {
    assertThat(put("Mine", saying("one"))).isInstanceOf(PutReply.UnusableName.class);
    assertThat(put("inline", saying("one"))).isInstanceOf(PutReply.UnusableName.class);
    assertThat(put("a".repeat(65), saying("one"))).isInstanceOf(PutReply.UnusableName.class);
    assertThat(put("report", saying("one"))).isInstanceOf(PutReply.Provided.class);
    assertThat(delete("report")).isInstanceOf(DeleteReply.Provided.class);
  }

  @Test
  void no_more_than_the_configured_number_is_stored() {
    restart("troupe.workflows.stored-at-most = 1");
    put("one", saying("one"));

    assertThat(put("two", saying("two"))).isEqualTo(new PutReply.TooMany(1));
    assertThat(put("one", saying("other"))).isInstanceOf(PutReply.Stored.class);
  }

  @Test
  void a_workflow_is_not_deleted_while_a_task_runs_by_it() {
    put("mine", asking("agent:writer"));
    agents.with("writer", _ -> Optional.empty());
    var id = submitted("mine");

    assertThat(delete("mine"))
        .isInstanceOfSatisfying(
            DeleteReply.InUse.class, inUse -> assertThat(inUse.tasks()).containsExactly(id));
    get(node.tasks.cancel(TENANT, id, "enough"));

    assertThat(delete("mine")).isEqualTo(new DeleteReply.Deleted());
    assertThat(delete("mine")).isEqualTo(new DeleteReply.Unknown());
    restart("");
    assertThat(node.tasks.workflows().find(TENANT, "mine")).isEmpty();
    assertThat(get(node.tasks.submit(TestNode.submission("How?", "mine", null))))
        .isInstanceOf(SubmitReply.Invalid.class);
  }

  @Test
  void of_many_tasks_that_run_by_a_workflow_the_first_20_are_named() {
    put("mine", asking("agent:writer"));
    agents.with("writer", _ -> Optional.empty());
    for (var i = 0; i < 23; i++) {
      submitted("mine");
    }

    assertThat(delete("mine"))
        .isInstanceOfSatisfying(
            DeleteReply.InUse.class,
            inUse -> {
              assertThat(inUse.tasks()).hasSize(20).doesNotHaveDuplicates();
              assertThat(inUse.orMore()).isTrue();
            });
  }

  @Test
  void what_is_accepted_while_its_workflow_is_deleted_runs_by_it_all_the_same() {
    for (var round = 0; round < 20; round++) {
      put("mine", saying("round " + round));
      var submitted = node.tasks.submit(TestNode.submission("How?", "mine", null));
      var deleted = node.tasks.workflows().delete(TENANT, "mine");

      if (get(submitted) instanceof SubmitReply.Accepted(var id, _, _)) {
        assertThat(node.ended(id).output()).hasToString("\"round %d\"".formatted(round));
      }
      assertThat(get(deleted)).isNotInstanceOf(DeleteReply.Provided.class);
    }
  }

  @Test
  void a_workflow_is_not_deleted_while_a_task_may_still_call_it_through_another() {
    put("inner", saying("one"));
    put("middle", asking("workflow:inner"));
    put(
        "outer",
        """
        {"StartAt":"A","States":{"A":{"Type":"Task","Resource":"agent:writer","Next":"B"},
          "B":{"Type":"Task","Resource":"workflow:middle","End":true}}}
        """);
    agents.with("writer", _ -> Optional.empty());
    var id = submitted("outer");

    assertThat(delete("inner")).isEqualTo(new DeleteReply.InUse(List.of(id), false));
    assertThat(agents.assigned).extracting(Assignment::role).doesNotContain("planner");
  }

  @Test
  void files_of_the_folder_are_there_under_their_names_and_call_each_other(@TempDir Path files)
      throws IOException {
    Files.writeString(files.resolve("one.asl.json"), asking("workflow:two"));
    Files.writeString(
        files.resolve("two.asl.yaml"),
        "StartAt: A\nStates:\n  A: {Type: Pass, Result: said, End: true}\n");
    Files.writeString(files.resolve("notes.txt"), "nothing");
    restart("troupe.workflows.folder = \"%s\"".formatted(files));

    assertThat(node.ended(submitted("two")).output()).hasToString("\"said\"");
    assertThat(node.tasks.workflows().find(TENANT, "one"))
        .hasValueSatisfying(named ->
            assertThat(named.summary().source())
                .isEqualTo("file " + files.resolve("one.asl.json")));
    assertThat(put("one", saying("other"))).isInstanceOf(PutReply.Provided.class);
    assertThat(delete("one")).isInstanceOf(DeleteReply.Provided.class);
  }

  @Test
  void a_name_that_is_stored_and_in_a_file_is_refused_at_the_start(@TempDir Path files)
      throws IOException {
    put("mine", saying("one"));
    Files.writeString(files.resolve("mine.asl.json"), saying("two"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> restart("troupe.workflows.folder = \"%s\"".formatted(files)))
        .withMessageContaining("mine.asl.json")
        .withMessageContaining("troupe workflow delete mine");
  }
}
