package dev.troupe.supervisor.view;

import dev.troupe.supervisor.NamedWorkflows;
import dev.troupe.supervisor.NamedWorkflows.PutReply.Stored;
import dev.troupe.supervisor.SubmitReply.Fault;
import dev.troupe.supervisor.task.Binding;
import dev.troupe.supervisor.task.Hosting;
import dev.troupe.supervisor.workflow.DefinitionText;
import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.Workflow;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The workflows of a node; those that clients store are changed one at a time, in the order asked.
 */
final class StoredWorkflows implements NamedWorkflows {
  private final Hosting hosting;
  private final WorkflowRegistry registry;
  private final WorkflowTable table;
  private final WorkflowReferences references;
  private final WorkflowCatalog catalog;
  private final int storedAtMost;

  /** Brings memory in line with the store; does nothing where only this process changes it. */
  private final Supplier<CompletionStage<Void>> takeOver;

  private CompletionStage<?> lastChange = CompletableFuture.completedStage(null);

  StoredWorkflows(
      Hosting hosting,
      WorkflowRegistry registry,
      WorkflowTable table,
      WorkflowReferences references,
      int storedAtMost,
      Supplier<CompletionStage<Void>> takeOver) {
    this.hosting = hosting;
    this.registry = registry;
    this.table = table;
    this.references = references;
    this.catalog = new WorkflowCatalog(registry);
    this.storedAtMost = storedAtMost;
    this.takeOver = takeOver;
  }

  @Override
  public List<Summary> list(String tenant) {
    return catalog.list(tenant);
  }

  @Override
  public Optional<Named> find(String tenant, String name) {
    return catalog.find(tenant, name);
  }

  @Override
  public CompletionStage<Optional<Named>> byHash(String hash) {
    return hosting
        .workflows()
        .find(hash)
        .thenApply(found -> found.map(workflow -> WorkflowCatalog.byHash(hash, workflow)));
  }

  @Override
  public List<Fault> validate(String tenant, String definition) {
    return catalog.validate(tenant, definition);
  }

  @Override
  public CompletionStage<PutReply> put(String tenant, String name, DefinitionText definition) {
    SupervisorTasks.checkTenant(tenant);
    var unusable = WorkflowName.fault(name);
    if (unusable.isPresent()) {
      return CompletableFuture.completedStage(new PutReply.UnusableName(unusable.get()));
    }
    return switch (WorkflowReader.read(definition)) {
      case Reading.Faulty(var faults) ->
          CompletableFuture.completedStage(new PutReply.Invalid(WorkflowCatalog.shown(faults)));
      case Reading.Sound(var workflow) ->
          inTurn(() -> takeOver.get().thenCompose(_ -> keep(tenant, name, workflow)));
    };
  }

  private CompletionStage<PutReply> keep(String tenant, String name, Workflow workflow) {
    var known = registry.find(tenant, name).map(NamedWorkflow::summary);
    var unbound = registry.unbound(tenant, callingOthers(workflow, name), null);
    var named = new NamedWorkflow(name, workflow, STORED);
    if (known.isPresent() && !known.get().isStored()) {
      return CompletableFuture.completedStage(new PutReply.Provided(known.get()));
    }
    if (!unbound.isEmpty()) {
      return CompletableFuture.completedStage(new PutReply.Invalid(unbound));
    }
    if (known.isPresent() && known.get().hash().equals(workflow.hash())) {
      return CompletableFuture.completedStage(new Stored(known.get(), false));
    }
    if (known.isEmpty() && registry.storedBy(tenant).size() >= storedAtMost) {
      return CompletableFuture.completedStage(new PutReply.TooMany(storedAtMost));
    }
    return hosting
        .workflows()
        .store(workflow)
        .thenCompose(_ -> table.put(tenant, name, workflow.hash(), hosting.clock().instant()))
        .thenApply(_ -> {
          registry.keep(tenant, named);
          return new Stored(named.summary(), known.isEmpty());
        });
  }

  /** A workflow may call itself before it has its name. */
  private static Workflow callingOthers(Workflow workflow, String name) {
    return new Workflow(
        workflow.hash(),
        workflow.comment(),
        workflow.definition(),
        workflow.machine(),
        workflow.timeoutSeconds(),
        workflow.resources().stream()
            .filter(resource -> !resource.name().equals(Binding.WORKFLOW + name))
            .toList(),
        workflow.ofItems());
  }

  @Override
  public CompletionStage<DeleteReply> delete(String tenant, String name) {
    SupervisorTasks.checkTenant(tenant);
    return inTurn(() -> takeOver.get().thenCompose(_ -> remove(tenant, name)));
  }

  private CompletionStage<DeleteReply> remove(String tenant, String name) {
    var known = registry.find(tenant, name).map(NamedWorkflow::summary);
    if (known.isEmpty()) {
      return CompletableFuture.completedStage(new DeleteReply.Unknown());
    }
    if (!known.get().isStored()) {
      return CompletableFuture.completedStage(new DeleteReply.Provided(known.get()));
    }
    return references
        .unendedTasksOf(tenant, name)
        .thenCompose(tasks -> {
          if (!tasks.isEmpty()) {
            var orMore = tasks.size() >= WorkflowReferences.NAMED_AT_MOST;
            return CompletableFuture.completedStage(new DeleteReply.InUse(tasks, orMore));
          }
          return table
              .delete(tenant, name)
              .thenApply(_ -> {
                registry.forget(tenant, name);
                return new DeleteReply.Deleted();
              });
        });
  }

  /** What other nodes have changed; not while this one changes anything. */
  CompletionStage<Void> refresh() {
    return inTurn(takeOver);
  }

  private synchronized <T> CompletionStage<T> inTurn(Supplier<CompletionStage<T>> change) {
    var mine = lastChange.handle((_, _) -> true).thenCompose(_ -> change.get());
    lastChange = mine;
    return mine;
  }
}
