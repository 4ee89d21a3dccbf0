package dev.troupe.supervisor.view;

import dev.troupe.persistence.Json;
import dev.troupe.supervisor.NamedWorkflows;
import dev.troupe.supervisor.TeamSettings;
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
  private static final List<String> BUILT_IN = List.of("bench", "report", TeamWorkflow.NAME);

  private ProvidedWorkflows() {}

  /**
   * @throws IllegalArgumentException naming every file that cannot be used, and why
   */
  static SortedMap<String, NamedWorkflow> of(WorkflowSettings settings) {
    var provided = builtIn(settings.team());
    List<String> faults = new ArrayList<>();
    settings.folder().ifPresent(folder -> new WorkflowFolder(folder, provided, faults).readAll());
    require(faults);
    return provided;
  }

  static SortedMap<String, NamedWorkflow> builtIn(TeamSettings team) {
    SortedMap<String, NamedWorkflow> byName = new TreeMap<>();
    for (var name : BUILT_IN) {
      var text = text(name);
      var definition =
          name.equals(TeamWorkflow.NAME)
              ? Json.write(TeamWorkflow.configured(Json.parse(text), team))
              : text;
      byName.put(name, builtIn(name, definition));
    }
    return byName;
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
