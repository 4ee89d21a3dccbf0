package dev.troupe.supervisor.view;

import dev.troupe.supervisor.NamedWorkflows;
import dev.troupe.supervisor.task.Hosting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over what other nodes have stored, replaced and deleted. */
final class WorkflowRefresh {
  private static final Logger LOG = LoggerFactory.getLogger(WorkflowRefresh.class);

  private final Hosting hosting;
  private final WorkflowRegistry registry;
  private final WorkflowTable table;

  WorkflowRefresh(Hosting hosting, WorkflowRegistry registry, WorkflowTable table) {
    this.hosting = hosting;
    this.registry = registry;
    this.table = table;
  }

  /** Completes when memory is as the table was when it began; never fails. */
  CompletionStage<Void> now() {
    return CompletableFuture.runAsync(this::takeOver, Thread::startVirtualThread)
        .exceptionally(failure -> {
          LOG.warn(
              "Workflows that other nodes store are not known for now: {}", failure.toString());
          return null;
        });
  }

  private void takeOver() {
    Map<String, Set<String>> there = new HashMap<>();
    for (var entry : table.all()) {
      there.computeIfAbsent(entry.tenant(), _ -> new TreeSet<>()).add(entry.name());
      var known = registry.storedBy(entry.tenant()).get(entry.name());
      if (known == null || !known.workflow().hash().equals(entry.hash())) {
        load(entry);
      }
    }
    for (var tenant : registry.tenants()) {
      for (var name : List.copyOf(registry.storedBy(tenant).keySet())) {
        if (!there.getOrDefault(tenant, Set.of()).contains(name)) {
          registry.forget(tenant, name);
        }
      }
    }
  }

  private void load(WorkflowTable.Entry entry) {
    try {
      var workflow = hosting.workflows().load(entry.hash()).toCompletableFuture().join();
      registry.keep(
          entry.tenant(), new NamedWorkflow(entry.name(), workflow, NamedWorkflows.STORED));
    } catch (CompletionException unreadable) {
      LOG.error("The stored workflow {} of {} is lost", entry.name(), entry.tenant(), unreadable);
    }
  }
}
