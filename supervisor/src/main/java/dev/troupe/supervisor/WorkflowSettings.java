package dev.troupe.supervisor;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The settings under {@code troupe.workflows} and {@code troupe.team}; troupe-supervisor.conf says
 * what each is for.
 *
 * @param folder of workflows in files; empty for none
 * @param planned what a workflow may use that came up in a task
 */
public record WorkflowSettings(
    Optional<Path> folder, int storedAtMost, TeamSettings team, PlanSettings planned) {

  /**
   * @param config the system's whole configuration
   */
  public static WorkflowSettings from(Config config) {
    var workflows = config.getConfig("troupe.workflows");
    var folder = workflows.getString("folder");
    return new WorkflowSettings(
        folder.isBlank() ? Optional.empty() : Optional.of(Path.of(folder)),
        workflows.getInt("stored-at-most"),
        TeamSettings.from(config),
        PlanSettings.from(config));
  }
}
