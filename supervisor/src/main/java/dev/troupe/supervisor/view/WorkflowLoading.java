package dev.troupe.supervisor.view;

import dev.troupe.supervisor.NamedWorkflows;
import dev.troupe.supervisor.WorkflowSettings;
import dev.troupe.supervisor.task.Hosting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the named workflows into memory, where a node begins. */
final class WorkflowLoading {
  private static final Logger LOG = LoggerFactory.getLogger(WorkflowLoading.class);

  private final WorkflowSettings settings;
  private final Hosting hosting;
  private final WorkflowTable table;

  WorkflowLoading(WorkflowSettings settings, Hosting hosting, WorkflowTable table) {
    this.settings = settings;
    this.hosting = hosting;
    this.table = table;
  }

  /**
   * @throws IllegalArgumentException naming what is wrong with which file of the folder
   */
  WorkflowRegistry load() {
    var registry = new WorkflowRegistry(ProvidedWorkflows.of(settings), hosting::resources);
    hosting.names().keptBy(registry::named);
    registry.requireBoundFiles();
    List<String> takenTwice = new ArrayList<>();
    table.all().forEach(entry -> load(entry, registry, takenTwice));
    ProvidedWorkflows.require(takenTwice);
    keepProvided(registry);
    return registry;
  }

  private void load(WorkflowTable.Entry entry, WorkflowRegistry registry, List<String> takenTwice) {
    var provided = registry.provided().get(entry.name());
    if (provided != null && !provided.source().equals(NamedWorkflows.BUILT_IN)) {
      takenTwice.add(
          "%s: the name '%s' is taken by a workflow that was stored; rename the file, or start without the folder and delete the other with `troupe workflow delete %2$s`"
              .formatted(provided.path(), entry.name()));
    }
    try {
      var workflow = hosting.workflows().load(entry.hash()).toCompletableFuture().join();
      registry.keep(
          entry.tenant(), new NamedWorkflow(entry.name(), workflow, NamedWorkflows.STORED));
    } catch (CompletionException unreadable) {
      // The others can work; whoever names this one is told that it is not there.
      LOG.error("The stored workflow {} of {} is lost", entry.name(), entry.tenant(), unreadable);
    }
  }

  /** A step keeps the version that it was assigned with: it must be there when a file changes. */
  private void keepProvided(WorkflowRegistry registry) {
    var writes =
        registry.provided().values().stream()
            .map(named -> hosting.workflows().store(named.workflow()).toCompletableFuture())
            .toList();
    writes.forEach(write -> write.join());
  }

  /**
   * @param isShared whether other nodes change them too
   */
  StoredWorkflows stored(
      WorkflowRegistry registry, WorkflowReferences references, boolean isShared) {
    var refresh = new WorkflowRefresh(hosting, registry, table);
    return new StoredWorkflows(
        hosting,
        registry,
        table,
        references,
        settings.storedAtMost(),
        isShared ? refresh::now : () -> CompletableFuture.runAsync(() -> {}, Runnable::run));
  }
}
