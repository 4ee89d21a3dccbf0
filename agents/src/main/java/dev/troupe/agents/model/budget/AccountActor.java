package dev.troupe.agents.model.budget;

import dev.troupe.agents.model.budget.AccountCommand.Reserve;
import dev.troupe.agents.model.budget.AccountCommand.Settle;
import dev.troupe.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one budget's account: grants what fits, lets wait what will fit once others have settled.
 *
 * <p>What is spent is durable before a call's answer goes on. What is reserved lives in memory, and
 * is stored where the account moves: a crash of its node loses it, and no more than the calls under
 * way then is spent beside the budget.
 */
final class AccountActor extends AbstractMatchingBehavior<AccountCommand> {
  static final String TABLE = "budgets";
  private static final int EARLY_AT_MOST = 10_000;
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private sealed interface Own extends AccountCommand.Internal {}

  private record Loaded(@Nullable AccountRow stored, @Nullable Throwable failure) implements Own {}

  private record Written(List<Settle> settled, @Nullable Throwable failure) implements Own {}

  private record Load() implements Own {}

  private record Write() implements Own {}

  private record Look() implements Own {}

  private record Idle() implements Own {}

  // Wiring

  static Behavior<AccountCommand> create(
      AccountId id,
      Table table,
      BudgetMeter meter,
      InstantSource clock,
      Duration idle,
      ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          context.setReceiveTimeout(idle, new Idle());
          return new AccountActor(context, timers, id, table, meter, clock, shard);
        }));
  }

  private final ActorContext<AccountCommand> context;
  private final TimerScheduler<AccountCommand> timers;
  private final AccountId id;
  private final Table table;
  private final BudgetMeter meter;
  private final InstantSource clock;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final Deque<AccountCommand> early = new ArrayDeque<>();
  private List<Settle> unwritten = new ArrayList<>();
  private @Nullable Ledger ledger;
  private boolean isWriting;
  private boolean isStopping;
  private boolean isPutAway;

  private AccountActor(
      ActorContext<AccountCommand> context,
      TimerScheduler<AccountCommand> timers,
      AccountId id,
      Table table,
      BudgetMeter meter,
      InstantSource clock,
      ActorRef<ClusterSharding.ShardCommand> shard) {
    super(context);
    this.context = context;
    this.timers = timers;
    this.id = id;
    this.table = table;
    this.meter = meter;
    this.clock = clock;
    this.shard = shard;
    load();
  }

  // Behaviour

  @Override
  public Behavior<AccountCommand> onMessage(AccountCommand command) {
    switch (command) {
      case AccountCommand.Stop _ -> onStop();
      case AccountCommand.Internal internal -> onOwn((Own) internal);
      // Who asked asks again, where the account will be then.
      case Reserve _ when isStopping -> {}
      case Reserve _, Settle _ when ledger == null -> putOff(command);
      case Reserve reserve -> onReserve(reserve, ledger());
      case Settle settle -> onSettle(settle, ledger());
    }
    return isStopping && isAtRest() ? Behaviors.stopped() : this;
  }

  private void onStop() {
    isStopping = true;
    if (ledger != null) {
      ledger.sendAwayWhoWaits();
    }
  }

  /** Not before all that it knows is stored. */
  private boolean isAtRest() {
    if (ledger == null) {
      return true;
    }
    if (isWriting || timers.isTimerActive(new Write())) {
      return false;
    }
    if (ledger.isChanged() || (!isPutAway && ledger.hasReservations())) {
      write(ledger);
      return false;
    }
    return true;
  }

  private void onOwn(Own own) {
    switch (own) {
      case Loaded(var stored, var failure) -> onLoaded(stored, failure);
      case Written(var settled, var failure) -> onWritten(settled, failure);
      case Load() -> load();
      case Write() -> write(ledger());
      case Look() -> look(ledger());
      case Idle() -> onIdle();
    }
  }

  /** Whoever asked beyond that asks again. */
  private void putOff(AccountCommand command) {
    if (early.size() < EARLY_AT_MOST) {
      early.add(command);
    }
  }

  private void load() {
    context.pipeToSelf(
        table
            .get(id.tenant(), id.row())
            .thenApply(row -> row.map(AccountRow::read).orElse(AccountRow.EMPTY)),
        Loaded::new);
  }

  private void onLoaded(@Nullable AccountRow stored, @Nullable Throwable failure) {
    if (stored == null) {
      context.getLog().warn("The account of {} cannot be read yet: {}", id, failure);
      timers.startSingleTimer(new Load(), AGAIN);
      return;
    }
    ledger = new Ledger(id, stored, meter);
    for (var command = early.poll(); command != null; command = early.poll()) {
      onMessage(command);
    }
    look(ledger());
  }

  private Ledger ledger() {
    if (ledger == null) {
      throw new IllegalStateException("The account of %s has not been read".formatted(id));
    }
    return ledger;
  }

  private void onReserve(Reserve reserve, Ledger known) {
    if (!known.reserve(reserve, clock.instant())) {
      context.getLog().warn("Too many calls wait for the account of {}", id);
    }
    look(known);
  }

  private void onSettle(Settle settle, Ledger known) {
    if (known.settle(settle)) {
      unwritten.add(settle);
    } else {
      settle.replyTo().tell(new AccountReply.Booked(settle.key()));
    }
    look(known);
  }

  private void look(Ledger known) {
    var now = clock.instant();
    known.serve(now);
    known
        .nextExpiry()
        .ifPresent(next -> timers.startSingleTimer(new Look(), atLeastAMoment(now, next)));
    if (known.isChanged()) {
      write(known);
    }
  }

  private static Duration atLeastAMoment(Instant now, Instant next) {
    var left = Duration.between(now, next);
    return left.compareTo(AGAIN) < 0 ? AGAIN : left;
  }

  private void write(Ledger known) {
    if (isWriting) {
      return;
    }
    isWriting = true;
    var settled = unwritten;
    unwritten = new ArrayList<>();
    isPutAway = isStopping;
    context.pipeToSelf(
        table.put(id.tenant(), id.row(), known.row(isStopping).bytes()),
        (_, failure) -> new Written(settled, failure));
  }

  private void onWritten(List<Settle> settled, @Nullable Throwable failure) {
    isWriting = false;
    if (failure != null) {
      context.getLog().warn("The account of {} cannot be written yet: {}", id, failure);
      unwritten.addAll(settled);
      ledger().change();
      isPutAway = false;
      timers.startSingleTimer(new Write(), AGAIN);
      return;
    }
    settled.forEach(settle -> settle.replyTo().tell(new AccountReply.Booked(settle.key())));
    if (ledger().isChanged()) {
      write(ledger());
    }
  }

  private void onIdle() {
    if (ledger != null && ledger.isIdle() && !isWriting && !ledger.isChanged()) {
      shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }
  }
}
