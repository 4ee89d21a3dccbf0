package dev.troupe.supervisor.view;

import dev.troupe.agents.Agents;
import dev.troupe.persistence.Store;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.persistence.Table;
import dev.troupe.persistence.TablePartition;
import dev.troupe.persistence.archive.ArchiveItem;
import dev.troupe.supervisor.ArchiveSelection;
import dev.troupe.supervisor.ArchiveSelection.Submitted;
import dev.troupe.supervisor.task.TaskEvent.TaskEnded;
import dev.troupe.supervisor.task.TaskEvent.TaskRetired;
import dev.troupe.supervisor.task.TaskEvent.TaskSubmitted;
import dev.troupe.supervisor.task.TaskId;
import dev.troupe.supervisor.task.Workflows;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/**
 * What an archive holds: journals first, and then the rows that they speak of, which were durable
 * before. A task's journal comes before those of its agents, so that these know more rather than
 * less: what an agent has finished it tells again.
 */
final class Archives {
  private static final String TASKS = TaskId.ENTITY_TYPE + "|";

  /** A store may have to walk through all of them for each page. */
  private static final int IDS = 100_000;

  private static final int ROWS = 100;
  private static final int FIRST_EVENTS_AT_ONCE = 8;

  private final Store store;
  private final Agents agents;

  Archives(Store store, Agents agents) {
    this.store = store;
    this.agents = agents;
  }

  Source<ArchiveItem, NotUsed> of(ArchiveSelection selection) {
    return switch (selection) {
      case ArchiveSelection.OneTask(var tenant, var id) ->
          some(Source.single(new TaskId(tenant, id)));
      case Submitted submitted -> some(tasks(submitted));
      case ArchiveSelection.Everything(var without) ->
          ids(TASKS)
              .flatMapConcat(this::journalOfTask)
              .concatLazy(ids("").filter(id -> !id.startsWith(TASKS)).flatMapConcat(this::journal))
              .concatLazy(rows(place -> !isDerived(place.table(), without)));
    };
  }

  private static boolean isDerived(String table, Set<String> without) {
    return table.equals(Listing.TABLE)
        || table.equals(ApprovalListing.TABLE)
        || table.equals(Agents.SEARCHED_DOCUMENTS)
        || table.equals(Agents.SEARCHED_COLLECTIONS)
        || without.contains(table);
  }

  /** Those that are no steps: these come with theirs. */
  private Source<TaskId, NotUsed> tasks(Submitted wanted) {
    return ids(TASKS)
        .mapAsync(FIRST_EVENTS_AT_ONCE, id -> store.events(id, 0, 1))
        .mapConcat(first -> first)
        .filter(first ->
            first.event() instanceof TaskSubmitted submitted
                && submitted.parent() == null
                && !submitted.at().isBefore(wanted.from())
                && submitted.at().isBefore(wanted.to()))
        .map(first -> TaskId.fromKey(first.persistenceId().substring(TASKS.length())))
        .filter(id -> id.tenant().equals(wanted.tenant()));
  }

  private Source<ArchiveItem, NotUsed> some(Source<TaskId, NotUsed> tasks) {
    return Source.lazySource(
            () -> {
              var seen = new HashSet<TaskId>();
              return tasks
                  .flatMapConcat(id -> family(id, seen))
                  .concatLazy(
                      rows(place ->
                          place.table().equals(Workflows.TABLE)
                              || place.table().equals(Agents.ROLES)
                              || isOfOne(place, seen)));
            })
        .mapMaterializedValue(_ -> NotUsed.getInstance());
  }

  /** A task and its steps, and what they go by. */
  Source<ArchiveItem, NotUsed> family(TaskId id) {
    return some(Source.single(id));
  }

  private static boolean isOfOne(TablePartition place, Set<TaskId> tasks) {
    return place.table().equals(LateDecisions.TABLE)
        && tasks.contains(LateDecisions.task(place.partition()));
  }

  /** A task, its agents with the passages that they were shown, its steps, and what it copies. */
  private Source<ArchiveItem, NotUsed> family(TaskId id, Set<TaskId> seen) {
    if (!seen.add(id)) {
      return Source.empty();
    }
    var relatives = new Relatives(id);
    return journalOfTask(id.persistenceId(), relatives::see)
        .concatLazy(
            Source.lazySource(() ->
                Source.from(relatives.agents())
                    .flatMapConcat(agent -> journalWithPassages(id.tenant(), agent))
                    .concatLazy(
                        Source.from(relatives.tasks())
                            .flatMapConcat(other -> family(other, seen)))));
  }

  private Source<ArchiveItem, NotUsed> journalOfTask(String persistenceId) {
    return journalOfTask(persistenceId, _ -> {});
  }

  /** With a wake-up behind it unless it has ended. */
  private Source<ArchiveItem, NotUsed> journalOfTask(
      String persistenceId, Consumer<StoredEvent> visitor) {
    return Source.lazySource(
            () -> {
              var last = new StoredEvent[1];
              return Export.journal(store, persistenceId)
                  .<ArchiveItem>map(stored -> {
                    visitor.accept(stored);
                    last[0] = stored;
                    return new ArchiveItem.Event(stored);
                  })
                  .concatLazy(Source.lazySource(() -> wakeUp(last[0])));
            })
        .mapMaterializedValue(_ -> NotUsed.getInstance());
  }

  private static Source<ArchiveItem, NotUsed> wakeUp(@Nullable StoredEvent last) {
    return last == null || last.event() instanceof TaskEnded || last.event() instanceof TaskRetired
        ? Source.empty()
        : Source.single(new ArchiveItem.WakeUp(last.persistenceId().substring(TASKS.length())));
  }

  private Source<ArchiveItem, NotUsed> journal(String persistenceId) {
    return Export.journal(store, persistenceId).map(ArchiveItem.Event::new);
  }

  private Source<ArchiveItem, NotUsed> journalWithPassages(String tenant, String persistenceId) {
    return Source.lazySource(
            () -> {
              var shown = new HashSet<String>();
              return Export.journal(store, persistenceId)
                  .<ArchiveItem>map(stored -> {
                    shown.addAll(agents.passages(stored));
                    return new ArchiveItem.Event(stored);
                  })
                  .concatLazy(
                      Source.lazySource(() ->
                          Source.from(shown.stream().sorted().toList())
                              .flatMapConcat(id -> passage(tenant, id))));
            })
        .mapMaterializedValue(_ -> NotUsed.getInstance());
  }

  private Source<ArchiveItem, NotUsed> passage(String tenant, String id) {
    return Source.completionStage(store.table(Agents.PASSAGES).get(tenant, id))
        .mapConcat(found -> found.stream().toList())
        .map(value ->
            new ArchiveItem.Row(
                new TablePartition(Agents.PASSAGES, tenant), new Table.Row(id, value)));
  }

  private Source<ArchiveItem, NotUsed> rows(Predicate<TablePartition> wanted) {
    return Source.lazyCompletionStage(store::partitions)
        .mapConcat(places -> places)
        .filter(wanted::test)
        .flatMapConcat(this::rowsOf)
        .mapMaterializedValue(_ -> NotUsed.getInstance());
  }

  private Source<ArchiveItem, NotUsed> rowsOf(TablePartition place) {
    var table = store.table(place.table());
    return Source.unfoldAsync(
            Optional.<String>empty(),
            after ->
                table
                    .scan(place.partition(), after, ROWS, Table.Order.ASCENDING)
                    .thenApply(page ->
                        page.isEmpty()
                            ? Optional.<Pair<Optional<String>, List<Table.Row>>>empty()
                            : Optional.of(Pair.create(Optional.of(page.getLast().key()), page))))
        .mapConcat(page -> page)
        .map(row -> new ArchiveItem.Row(place, row));
  }

  private Source<String, NotUsed> ids(String prefix) {
    return Source.unfoldAsync(
            "",
            after ->
                store
                    .persistenceIds(prefix, after, IDS)
                    .thenApply(page ->
                        page.isEmpty()
                            ? Optional.<Pair<String, List<String>>>empty()
                            : Optional.of(Pair.create(page.getLast(), page))))
        .mapConcat(page -> page);
  }
}
