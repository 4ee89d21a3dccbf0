package dev.troupe.supervisor.view;

import dev.troupe.persistence.Json;
import dev.troupe.supervisor.NamedWorkflows;
import dev.troupe.supervisor.WorkflowSettings;
import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The workflows that are there before anybody stores one: the program's own, and files. */
final class ProvidedWorkflows {
  private static final List<String> BUILT_IN =
      List.of("bench", PlannedWorkflow.NAME, "report", TeamWorkflow.NAME);

  private ProvidedWorkflows() {}

  /**
   * @throws IllegalArgumentException naming every file that cannot be used, and why
   */
  static SortedMap<String, NamedWorkflow> of(WorkflowSettings settings) {
    var provided = builtIn(settings);
    List<String> faults = new ArrayList<>();
    settings.folder().ifPresent(folder -> new WorkflowFolder(folder, provided, faults).readAll());
    require(faults);
    return provided;
  }

  static SortedMap<String, NamedWorkflow> builtIn(WorkflowSettings settings) {
    SortedMap<String, NamedWorkflow> byName = new TreeMap<>();
    for (var name : BUILT_IN) {
      byName.put(name, builtIn(name, configured(name, text(name), settings)));
    }
    return byName;
  }

  private static String configured(String name, String text, WorkflowSettings settings) {
    return switch (name) {
      case TeamWorkflow.NAME ->
          Json.write(TeamWorkflow.configured(Json.parse(text), settings.team()));
      case PlannedWorkflow.NAME ->
          Json.write(PlannedWorkflow.configured(Json.parse(text), settings.planned().resources()));
      default -> text;
    };
  }

  static void require(List<String> faults) {
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", faults));
    }
  }

  private static NamedWorkflow builtIn(String name, String definition) {
    return switch (WorkflowReader.read(definition)) {
      case Reading.Sound(var workflow) ->
          new NamedWorkflow(name, workflow, NamedWorkflows.BUILT_IN);
      case Reading.Faulty(var faults) ->
          throw new IllegalStateException("The workflow %s: %s".formatted(name, faults));
    };
  }

  private static String text(String name) {
    var path = "/workflows/%s.asl.json".formatted(name);
    try (var file = ProvidedWorkflows.class.getResourceAsStream(path)) {
      if (file == null) {
        throw new IllegalStateException("%s is missing from this build".formatted(path));
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
