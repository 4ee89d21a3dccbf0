package dev.troupe.supervisor.view;

import dev.troupe.persistence.Store;
import dev.troupe.persistence.WakeUpIndex.WakeUp;
import dev.troupe.supervisor.task.Binding;
import dev.troupe.supervisor.task.Hosting;
import dev.troupe.supervisor.task.TaskEvent.TaskSubmitted;
import dev.troupe.supervisor.task.TaskId;
import dev.troupe.supervisor.workflow.Workflow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which tasks that have not ended run by a workflow or call it in a step, themselves or through a
 * workflow that they call. Found by their rows in the wake-up index and their first events: only
 * those that seem to are woken.
 */
final class WorkflowReferences {
  private static final Logger LOG = LoggerFactory.getLogger(WorkflowReferences.class);

  /** Behind so many the search is over. */
  static final int NAMED_AT_MOST = 20;

  private final Hosting hosting;
  private final Store store;
  private final Unended unended;
  private final WorkflowRegistry registry;
  private final Questions questions;
  private final Executor blocking =
      work -> Thread.ofVirtual().name("troupe-workflow-references").start(work);

  WorkflowReferences(Hosting hosting, Store store, WorkflowRegistry registry, Questions questions) {
    this.hosting = hosting;
    this.store = store;
    this.unended = new Unended(store);
    this.registry = registry;
    this.questions = questions;
  }

  /** Some of them. */
  CompletionStage<List<String>> unendedTasksOf(String tenant, String name) {
    return new Search(tenant, name).tasks();
  }

  private final class Search {
    private final String tenant;
    private final String name;
    private final Map<String, Boolean> callsByHash = new HashMap<>();
    private final List<String> found = new ArrayList<>();

    Search(String tenant, String name) {
      this.tenant = tenant;
      this.name = name;
    }

    CompletionStage<List<String>> tasks() {
      return unended
          .eachPageUntil(
              this::isOver,
              Unended.FAR_AWAY,
              page -> CompletableFuture.runAsync(() -> look(page), blocking))
          .thenApply(_ -> found);
    }

    private boolean isOver() {
      return found.size() >= NAMED_AT_MOST;
    }

    private void look(List<WakeUp> page) {
      for (var row : page) {
        if (isOver()) {
          return;
        }
        look(TaskId.fromKey(row.taskKey()));
      }
    }

    private void look(TaskId id) {
      if (id.tenant().equals(tenant) && mayNeed(id)) {
        found.add(id.id());
      }
    }

    /** What cannot be read may need it. */
    private boolean mayNeed(TaskId id) {
      try {
        return refers(id)
            && await(questions.get(id)).filter(task -> !task.status().ended()).isPresent();
      } catch (CompletionException unreadable) {
        LOG.warn("The task {} is unended and cannot be read", id.key(), unreadable);
        return true;
      }
    }

    private boolean refers(TaskId id) {
      var events = await(store.events(id.persistenceId(), 0, 1));
      return !events.isEmpty()
          && events.getFirst().event() instanceof TaskSubmitted submitted
          && (submitted.workflow().equals(name) || calls(submitted.workflowHash()));
    }

    private boolean calls(String hash) {
      var known = callsByHash.get(hash);
      if (known == null) {
        var workflow =
            hosting
                .workflows()
                .compiled(hash)
                .orElseGet(() -> await(hosting.workflows().load(hash)));
        known = calls(workflow, new HashSet<>());
        callsByHash.put(hash, known);
      }
      return known;
    }

    private boolean calls(Workflow workflow, Set<String> seen) {
      var resources = hosting.resources(tenant);
      return workflow.resources().stream()
          .flatMap(resource -> resources.bound(resource.name(), null).stream())
          .flatMap(binding -> called(binding).stream())
          .anyMatch(called ->
              called.equals(name)
                  || (seen.add(called)
                      && registry
                          .named(tenant, called)
                          .filter(next -> calls(next, seen))
                          .isPresent()));
    }
  }

  /** What arguments choose is not known before: such a step fails where the workflow is gone. */
  private static Optional<String> called(Binding binding) {
    return switch (binding) {
      case Binding.ByWorkflow(var name, _) -> Optional.of(name);
      case Binding.ByExecution(var name, _) -> Optional.of(name);
      case Binding.ByAnyExecution _,
          Binding.ByGiven _,
          Binding.ByRole _,
          Binding.ByFunction _,
          Binding.ByTool _,
          Binding.ByPerson _ ->
          Optional.empty();
    };
  }

  private <T> T await(CompletionStage<T> stage) {
    var atMost = hosting.settings().askTimeout().toMillis();
    return stage.toCompletableFuture().orTimeout(atMost, TimeUnit.MILLISECONDS).join();
  }
}
