package dev.troupe.supervisor.view;

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
  private static final List<String> BUILT_IN = List.of("bench", "report");

  private ProvidedWorkflows() {}

  /**
   * @throws IllegalArgumentException naming every file that cannot be used, and why
   */
  static SortedMap<String, NamedWorkflow> of(WorkflowSettings settings) {
    var provided = builtIn();
    List<String> faults = new ArrayList<>();
    settings.folder().ifPresent(folder -> new WorkflowFolder(folder, provided, faults).readAll());
    require(faults);
    return provided;
  }

  static SortedMap<String, NamedWorkflow> builtIn() {
    SortedMap<String, NamedWorkflow> byName = new TreeMap<>();
    BUILT_IN.forEach(name -> byName.put(name, builtIn(name)));
    return byName;
  }

  static void require(List<String> faults) {
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", faults));
    }
  }

  private static NamedWorkflow builtIn(String name) {
    var path = "/workflows/%s.asl.json".formatted(name);
    try (var file = ProvidedWorkflows.class.getResourceAsStream(path)) {
      if (file == null) {
        throw new IllegalStateException("%s is missing from this build".formatted(path));
      }
      var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return switch (WorkflowReader.read(text)) {
        case Reading.Sound(var workflow) ->
            new NamedWorkflow(name, workflow, NamedWorkflows.BUILT_IN);
        case Reading.Faulty(var faults) ->
            throw new IllegalStateException("%s: %s".formatted(path, faults));
      };
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
