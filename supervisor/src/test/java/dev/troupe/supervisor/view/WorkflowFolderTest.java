package dev.troupe.supervisor.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.supervisor.PlanSettings;
import dev.troupe.supervisor.TaskSettings;
import dev.troupe.supervisor.TeamSettings;
import dev.troupe.supervisor.WorkflowSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkflowFolderTest {
  private static final TeamSettings TEAM = TeamSettings.from(ConfigFactory.load());

  private static final String SOUND =
      "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}";

  @TempDir private Path folder;

  private void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  /** A line for each fault. */
  private List<String> faults(Path of) {
    try {
      WorkflowCatalog.of(
          Map.of(),
          Set.of(),
          TaskSettings.from(ConfigFactory.load()),
          new WorkflowSettings(Optional.of(of), 10, TEAM, PlanSettings.none()));
      return List.of();
    } catch (IllegalArgumentException faulty) {
      return String.valueOf(faulty.getMessage()).lines().toList();
    }
  }

  @Test
  void every_faulty_file_is_named_with_place_and_reason() throws IOException {
    file("a.asl.json", "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"Foo\":1}}}");
    file("b.asl.json", "{\"StartAt\":");
    file("c.asl.json", "StartAt: A");
    file("D.asl.json", SOUND);
    file("report.asl.yml", SOUND);

    assertThat(faults(folder))
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).contains("a.asl.json/States/A/Foo: Unknown field 'Foo'"),
            line -> assertThat(line).contains("a.asl.json/States/A/Next: "),
            line -> assertThat(line).contains("b.asl.json: Not JSON: line 1"),
            line -> assertThat(line).contains("c.asl.json: Not JSON: line 1"),
            line -> assertThat(line).contains("D.asl.json: 'D' cannot be a workflow's name"),
            line -> assertThat(line).contains("report.asl.yml: the name 'report' is taken"));
  }

  @Test
  void a_name_taken_twice_is_a_fault() throws IOException {
    file("a.asl.json", SOUND);
    file("a.asl.yaml", SOUND);

    assertThat(faults(folder))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("a.asl.yaml: the name 'a' is taken"));
  }

  @Test
  void a_resource_that_nothing_is_bound_to_is_a_fault() throws IOException {
    file(
        "a.asl.json",
        "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Task\",\"Resource\":\"agent:nobody\",\"End\":true}}}");

    assertThat(faults(folder))
        .singleElement()
        .satisfies(line ->
            assertThat(line).contains("a.asl.json/States/A/Resource: There is no role 'nobody'"));
  }

  @Test
  void a_folder_that_is_not_there_is_a_fault() {
    assertThat(faults(folder.resolve("nowhere")))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("troupe.workflows.folder", "no such folder"));
  }

  @Test
  void files_that_are_no_workflows_are_passed_over() throws IOException {
    file("readme.md", "text");
    file("a.json", "{");
    Files.createDirectory(folder.resolve("b"));

    assertThat(faults(folder)).isEmpty();
  }

  @Test
  void the_defaults_are_these() {
    assertThat(WorkflowSettings.from(ConfigFactory.load()))
        .isEqualTo(
            new WorkflowSettings(
                Optional.empty(),
                1000,
                TEAM,
                new PlanSettings(
                    List.of("agent:planner", "agent:researcher", "agent:writer", "agent:reviewer"),
                    false)));
  }
}
