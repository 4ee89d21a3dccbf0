package dev.troupe.supervisor.view;

import dev.troupe.supervisor.SubmitReply.Fault;
import dev.troupe.supervisor.task.Binding;
import dev.troupe.supervisor.task.Resources;
import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.Workflow;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The workflows that a submission can name, and the check of those that it brings along. */
final class WorkflowRegistry {
  private static final List<String> BUILT_IN = List.of("bench", "report");

  private final SortedMap<String, Workflow> byName = new TreeMap<>();
  private final Resources resources;

  WorkflowRegistry(Resources resources) {
    this.resources = resources;
    BUILT_IN.forEach(name -> byName.put(name, builtIn(name)));
  }

  private static Workflow builtIn(String name) {
    var path = "/workflows/%s.asl.json".formatted(name);
    try (var file = WorkflowRegistry.class.getResourceAsStream(path)) {
      if (file == null) {
        throw new IllegalStateException("%s is missing from this build".formatted(path));
      }
      var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return switch (WorkflowReader.read(text)) {
        case Reading.Sound(var workflow) -> workflow;
        case Reading.Faulty(var faults) ->
            throw new IllegalStateException("%s: %s".formatted(path, faults));
      };
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  SortedMap<String, Workflow> all() {
    return byName;
  }

  Optional<Workflow> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Every resource that nothing is bound to. */
  List<Fault> unbound(Workflow workflow, @Nullable String model) {
    return workflow.resources().stream()
        .filter(resource -> resources.bound(resource.name(), model).isEmpty())
        .map(resource -> new Fault(resource.pointer(), unbound(resource.name())))
        .toList();
  }

  private static String unbound(String resource) {
    if (resource.startsWith(Binding.WORKFLOW)) {
      return "There is no workflow '%s'.".formatted(resource.substring(Binding.WORKFLOW.length()));
    }
    return resource.startsWith(Resources.AGENT)
        ? "There is no role '%s'; configure it as troupe.roles.%1$s."
            .formatted(resource.substring(Resources.AGENT.length()))
        : "Nothing is bound to the resource '%s'; name a role as 'agent:NAME', or bind it to one in troupe.resources."
            .formatted(resource);
  }
}
