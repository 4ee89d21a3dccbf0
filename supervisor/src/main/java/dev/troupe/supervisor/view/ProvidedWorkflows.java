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
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The workflows that are there before anybody stores one: the program's own, and files. */
final class ProvidedWorkflows {
  private static final List<String> BUILT_IN =
      List.of("bench", PlannedWorkflow.NAME, "report", TeamWorkflow.NAME);

  private static final AtomicReference<@Nullable Ahead> AHEAD = new AtomicReference<>();

  /** What is being read already, for the start that comes with the same settings. */
  private record Ahead(
      WorkflowSettings settings, CompletableFuture<SortedMap<String, NamedWorkflow>> read) {}

  private ProvidedWorkflows() {}

  /** Reads those of the program, on the calling thread; {@link #of} takes what comes of it. */
  static CompletableFuture<SortedMap<String, NamedWorkflow>> readAhead(WorkflowSettings settings) {
    var ahead = new Ahead(settings, new CompletableFuture<>());
    AHEAD.set(ahead);
    try {
      ahead.read().complete(builtIn(settings));
    } catch (RuntimeException faulty) {
      ahead.read().completeExceptionally(faulty);
    }
    return ahead.read();
  }

  private static SortedMap<String, NamedWorkflow> taken(WorkflowSettings settings) {
    var ahead = AHEAD.getAndSet(null);
    if (ahead == null || !ahead.settings().equals(settings)) {
      return builtIn(settings);
    }
    // A fault is to be met by who asks, as if nothing had been read before.
    var read = ahead.read().handle((workflows, _) -> Optional.ofNullable(workflows)).join();
    return read.orElseGet(() -> builtIn(settings));
  }

  /**
   * @throws IllegalArgumentException naming every file that cannot be used, and why
   */
  static SortedMap<String, NamedWorkflow> of(WorkflowSettings settings) {
    var provided = taken(settings);
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
