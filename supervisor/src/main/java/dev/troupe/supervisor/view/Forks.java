package dev.troupe.supervisor.view;

import dev.troupe.agents.AgentId;
import dev.troupe.persistence.Store;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.supervisor.Fork;
import dev.troupe.supervisor.ForkReply;
import dev.troupe.supervisor.SubmitReply;
import dev.troupe.supervisor.task.ForkPlaces;
import dev.troupe.supervisor.task.Hosting;
import dev.troupe.supervisor.task.TaskCommand;
import dev.troupe.supervisor.task.TaskEvent;
import dev.troupe.supervisor.task.TaskEvent.Heritage;
import dev.troupe.supervisor.task.TaskEvent.Origin;
import dev.troupe.supervisor.task.TaskEvent.TaskSubmitted;
import dev.troupe.supervisor.task.TaskId;
import dev.troupe.supervisor.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Takes wishes for forks: what they begin with is found and checked before there is a task. */
final class Forks {
  private static final int PAGE = 256;
  private static final CompletionStage<ForkReply> UNKNOWN =
      CompletableFuture.completedStage(new ForkReply.Unknown());

  private final Hosting hosting;
  private final Store store;
  private final WorkflowRegistry registry;
  private final Submissions submissions;

  Forks(Hosting hosting, Store store, WorkflowRegistry registry, Submissions submissions) {
    this.hosting = hosting;
    this.store = store;
    this.registry = registry;
    this.submissions = submissions;
  }

  CompletionStage<ForkReply> fork(Fork fork) {
    if (!TaskIds.isId(fork.task())) {
      return UNKNOWN;
    }
    var source = new TaskId(fork.tenant(), fork.task());
    return store
        .events(source.persistenceId(), 0, PAGE)
        .thenCompose(first ->
            first.isEmpty()
                ? UNKNOWN
                : read(source, new ForkPlaces(fork.at()), first)
                    .thenCompose(places ->
                        fork(fork, source, (TaskSubmitted) first.getFirst().event(), places)));
  }

  private CompletionStage<ForkPlaces> read(
      TaskId source, ForkPlaces places, List<StoredEvent> page) {
    for (var stored : page) {
      if (!places.read((TaskEvent) stored.event())) {
        return CompletableFuture.completedStage(places);
      }
    }
    // A page may be short of what was asked for: only an empty one is the end.
    return page.isEmpty()
        ? CompletableFuture.completedStage(places)
        : store
            .events(source.persistenceId(), places.sequence(), PAGE)
            .thenCompose(next -> read(source, places, next));
  }

  private CompletionStage<ForkReply> fork(
      Fork fork, TaskId source, TaskSubmitted submitted, ForkPlaces places) {
    var found = places.found();
    if (found.isEmpty()) {
      return CompletableFuture.completedStage(noPoint(fork, places));
    }
    return workflow(submitted.workflowHash())
        .thenCompose(own -> {
          var check = new ForkCheck(fork, submitted, found.get(), registry, hosting.agents(), own);
          var workflow = check.check();
          return workflow == null
              ? CompletableFuture.completedStage(new SubmitReply.Invalid(check.faults()))
              : begin(fork, source, submitted, found.get(), check.named(workflow));
        })
        .thenApply(ForkReply.Submitted::new);
  }

  private static ForkReply noPoint(Fork fork, ForkPlaces places) {
    var nearest =
        places.nearest().stream().map(String::valueOf).collect(Collectors.joining(" and "));
    var exists = fork.at() >= 1 && fork.at() <= places.sequence();
    var fault =
        exists
            ? "event %d is none".formatted(fork.at())
            : "there is no event %d: %s"
                .formatted(
                    fork.at(),
                    fork.at() < 1
                        ? "the first one is 1"
                        : "the last one is %d".formatted(places.sequence()));
    return new ForkReply.NoPoint(
        exists,
        "A fork begins at an event state-exited of the workflow's own states that leads to another state, and %s. %s"
            .formatted(
                fault,
                nearest.isEmpty()
                    ? "The task has no such event yet."
                    : "Nearest: %s.".formatted(nearest)));
  }

  private CompletionStage<Workflow> workflow(String hash) {
    return hosting
        .workflows()
        .compiled(hash)
        .<CompletionStage<Workflow>>map(CompletableFuture::completedStage)
        .orElseGet(() -> hosting.workflows().load(hash));
  }

  private CompletionStage<SubmitReply> begin(
      Fork fork,
      TaskId source,
      TaskSubmitted submitted,
      ForkPlaces.Place place,
      ForkCheck.Sound sound) {
    return agents(source, place)
        .thenCompose(agents ->
            submissions.submit(
                fork.tenant(),
                fork.idempotencyKey(),
                sound.workflow(),
                (now, seed) ->
                    new TaskCommand.Submit(
                        sound.name(),
                        sound.workflow().hash(),
                        sound.input(),
                        submitted.knowledge(),
                        submitted.labels(),
                        submitted.limits(),
                        sound.model(),
                        sound.bodyHash(),
                        fork.traceparent(),
                        null,
                        new Origin(source.id(), fork.at(), sound.firstHash(), agents, fork.patch()),
                        submitted.untrusted(),
                        now,
                        seed)));
  }

  /** How much of each agent's journal belongs to the history. */
  private CompletionStage<List<Heritage>> agents(TaskId source, ForkPlaces.Place place) {
    CompletionStage<List<Heritage>> all = CompletableFuture.completedStage(new ArrayList<>());
    for (var agent : place.agents().entrySet()) {
      int number = agent.getKey();
      var id = new AgentId(source.tenant(), source.id(), number);
      all =
          all.thenCombine(
              hosting.agents().sequenceBehind(agent.getValue(), id, place.assignments()),
              (some, through) -> {
                some.add(new Heritage(number, agent.getValue(), through));
                return some;
              });
    }
    return all;
  }
}
