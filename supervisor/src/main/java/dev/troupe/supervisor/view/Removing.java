package dev.troupe.supervisor.view;

import dev.troupe.agents.Agents;
import dev.troupe.persistence.Store;
import dev.troupe.persistence.TablePartition;
import dev.troupe.supervisor.RetentionSettings;
import dev.troupe.supervisor.TaskSummary;
import dev.troupe.supervisor.task.Hosting;
import dev.troupe.supervisor.task.SupervisorMessage;
import dev.troupe.supervisor.task.SupervisorMessage.Forget;
import dev.troupe.supervisor.task.SupervisorMessage.Removed;
import dev.troupe.supervisor.task.SupervisorMessage.Retire;
import dev.troupe.supervisor.task.TaskId;
import dev.troupe.supervisor.view.Family.Member;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look for tasks that ended long ago. A task is archived, then retired by its supervisor, which
 * is what decides, and in a later look removed: agents' journals, rows, its own journal, and last
 * its row in the listing, which leads here until all is done.
 */
final class Removing {
  private static final Logger LOG = LoggerFactory.getLogger(Removing.class);

  private static final CompletionStage<Boolean> NO = CompletableFuture.completedStage(false);
  private static final CompletionStage<Boolean> YES = CompletableFuture.completedStage(true);

  private final ActorSystem<?> system;
  private final Hosting hosting;
  private final Store store;
  private final Function<TaskId, EntityRef<SupervisorMessage>> supervisors;
  private final RetentionSettings settings;
  private final Listing listing;
  private final ApprovalListing approvals;
  private final LateDecisions lateDecisions;
  private final Optional<ArchiveFolder> archive;
  private final Instant now;
  private final Instant endedBefore;
  private @Nullable CompletionStage<Set<TaskId>> copied;

  Removing(
      ActorSystem<?> system,
      Hosting hosting,
      Store store,
      Listing listing,
      Function<TaskId, EntityRef<SupervisorMessage>> supervisors) {
    this.system = system;
    this.hosting = hosting;
    this.store = store;
    this.listing = listing;
    this.supervisors = supervisors;
    this.settings = hosting.settings().retention();
    this.approvals = new ApprovalListing(store.table(ApprovalListing.TABLE));
    this.lateDecisions = new LateDecisions(store.table(LateDecisions.TABLE));
    this.archive =
        Optional.ofNullable(settings.archiveTo()).map(folder -> new ArchiveFolder(system, folder));
    this.now = hosting.clock().instant();
    this.endedBefore = now.minus(Objects.requireNonNull(settings.keepFor()));
  }

  /**
   * How many tasks are gone; what fails is left to the next look.
   *
   * @param streams which end the look where they end
   */
  CompletionStage<Integer> look(Materializer streams) {
    return Source.lazyCompletionStage(store::partitions)
        .mapConcat(places -> places)
        .filter(place -> place.table().equals(Listing.TABLE))
        .map(TablePartition::partition)
        .mapAsync(1, this::swept)
        .flatMapConcat(tenant ->
            listing
                .submittedBefore(tenant, endedBefore)
                .filter(row -> hasEnded(row.task()))
                .mapAsync(1, row -> took(new TaskId(tenant, row.task().id()), row)))
        .filter(isGone -> isGone)
        .runWith(Sink.fold(0, (gone, _) -> gone + 1), streams);
  }

  private CompletionStage<String> swept(String tenant) {
    return archive.isEmpty()
        ? CompletableFuture.completedStage(tenant)
        : archive.get().sweep(tenant, now).thenApply(_ -> tenant);
  }

  private boolean hasEnded(TaskSummary task) {
    return task.endedAt() != null && task.endedAt().isBefore(endedBefore);
  }

  private CompletionStage<Boolean> took(TaskId id, Listing.Row row) {
    return Family.of(system, store, id)
        .thenCompose(family -> took(family))
        .thenCompose(
            isGone -> isGone ? listing.remove(id.tenant(), row.key()).thenApply(_ -> true) : NO)
        .exceptionally(failure -> {
          LOG.warn("The task {} is not removed yet", id.key(), failure);
          return false;
        });
  }

  private CompletionStage<Boolean> took(Family family) {
    if (family.isGone()) {
      // Its rows went before its journal; those that are there now are of another with its key.
      return YES;
    }
    return family.isRetired() ? remove(family) : retire(family).thenApply(_ -> false);
  }

  // First: it is not known any more

  private CompletionStage<Boolean> retire(Family family) {
    if (!family.members().stream().allMatch(member -> member.endedBefore(endedBefore))) {
      return NO;
    }
    return hosting
        .wakeUps()
        .dueAt(family.ids().stream().map(TaskId::key).toList())
        .thenCompose(rows ->
            // Somebody has not heard of the end yet.
            rows.isEmpty() ? archived(family).thenCompose(_ -> retireAll(family)) : NO);
  }

  private CompletionStage<Void> archived(Family family) {
    var task = family.members().getFirst();
    return archive.isEmpty()
        ? CompletableFuture.completedStage(null)
        : archive
            .get()
            .write(
                task.id(),
                Objects.requireNonNull(task.endedAt()),
                now,
                new Archives(store, hosting.agents()).family(task.id()));
  }

  /** The task itself first: behind that nobody can set one of its steps going. */
  private CompletionStage<Boolean> retireAll(Family family) {
    var all = YES;
    for (var member : family.members()) {
      all = all.thenCompose(areRetired -> areRetired ? isRetired(member) : NO);
    }
    return all;
  }

  private CompletionStage<Boolean> isRetired(Member member) {
    return member.retiredAt() != null
        ? YES
        : ask(member.id(), replyTo -> new Retire(endedBefore, member.sequence(), replyTo))
            .thenApply(answer -> answer != Removed.STAYS);
  }

  // Then: there is nothing of it

  private CompletionStage<Boolean> remove(Family family) {
    var retiredAt = Objects.requireNonNull(family.members().getFirst().retiredAt());
    if (retiredAt.plus(settings.settleFor()).isAfter(now)) {
      return NO;
    }
    return retireAll(family)
        .thenCompose(areRetired -> areRetired ? isCopied(family) : YES)
        .thenCompose(stays -> stays ? NO : removeAll(family));
  }

  private CompletionStage<Boolean> isCopied(Family family) {
    if (copied == null) {
      copied = new OpenForks(store).origins();
    }
    return copied.thenApply(origins -> family.ids().stream().anyMatch(origins::contains));
  }

  /** Steps before the task that leads to them. */
  private CompletionStage<Boolean> removeAll(Family family) {
    var all = YES;
    for (var member : family.members().reversed()) {
      all = all.thenCompose(areGone -> areGone ? isGone(member) : NO);
    }
    return all;
  }

  private CompletionStage<Boolean> isGone(Member member) {
    var agents = YES;
    for (var agent : member.agents()) {
      agents = agents.thenCompose(areGone -> areGone ? store.forget(agent, now) : NO);
    }
    return agents.thenCompose(areGone ->
        areGone
            ? ask(member.id(), replyTo -> new Retire(Instant.EPOCH, member.sequence(), replyTo))
                .thenCompose(stands -> isGone(member.id(), stands))
            : NO);
  }

  /** Another look may have been here before, and a new task with its key have begun. */
  private CompletionStage<Boolean> isGone(TaskId id, Removed stands) {
    return switch (stands) {
      case GONE -> YES;
      case STAYS -> NO;
      case RETIRED ->
          withoutRows(id)
              .thenCompose(_ -> ask(id, Forget::new))
              .thenApply(answer -> answer == Removed.GONE);
    };
  }

  private CompletionStage<Void> withoutRows(TaskId id) {
    hosting.agents().shared().forget(id.key());
    return approvals
        .remove(id, lateDecisions::remove)
        .thenCompose(_ ->
            store.table(Agents.ACCOUNTS).delete(id.tenant(), List.of(Agents.account(id.id()))));
  }

  private CompletionStage<Removed> ask(
      TaskId id, Function<ActorRef<Removed>, SupervisorMessage> question) {
    return supervisors.apply(id).ask(question::apply, hosting.settings().askTimeout());
  }
}
