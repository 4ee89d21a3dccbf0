package dev.troupe.agents.model.budget;

import dev.troupe.agents.Budget;
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
 * <p>What is spent is durable before a call's answer goes on. What is reserved lives in memory
 * only: a crash that loses it ends the calls too, and no more than those calls is spent beside it.
 */
final class AccountActor extends AbstractMatchingBehavior<AccountCommand> {
  static final String TABLE = "budgets";
  private static final int WAITING_AT_MOST = 10_000;
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private sealed interface Own extends AccountCommand.Internal {}

  private record Loaded(@Nullable Account stored, @Nullable Throwable failure) implements Own {}

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
      ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          context.setReceiveTimeout(IDLE, new Idle());
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
  private final Deque<Reserve> waiting = new ArrayDeque<>();
  private List<Settle> unwritten = new ArrayList<>();
  private @Nullable Account account;
  private Budget limits = Budget.NONE;
  private boolean isWriting;
  private boolean isChanged;

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
      case Reserve _, Settle _ when account == null -> putOff(command);
      case Reserve reserve -> onReserve(reserve);
      case Settle settle -> onSettle(settle);
      case AccountCommand.Internal internal -> onOwn((Own) internal);
    }
    return this;
  }

  private void onOwn(Own own) {
    switch (own) {
      case Loaded(var stored, var failure) -> onLoaded(stored, failure);
      case Written(var settled, var failure) -> onWritten(settled, failure);
      case Load() -> load();
      case Write() -> write();
      case Look() -> look();
      case Idle() -> onIdle();
    }
  }

  /** Whoever asked beyond that asks again. */
  private void putOff(AccountCommand command) {
    if (early.size() < WAITING_AT_MOST) {
      early.add(command);
    }
  }

  private void load() {
    context.pipeToSelf(
        table
            .get(id.tenant(), id.row())
            .thenApply(row -> row.map(AccountRow::account).orElse(Account.EMPTY)),
        Loaded::new);
  }

  private void onLoaded(@Nullable Account stored, @Nullable Throwable failure) {
    if (stored == null) {
      context.getLog().warn("The account {} cannot be read yet: {}", id, failure);
      timers.startSingleTimer(new Load(), AGAIN);
      return;
    }
    account = stored;
    for (var command = early.poll(); command != null; command = early.poll()) {
      onMessage(command);
    }
  }

  private Account account() {
    if (account == null) {
      throw new IllegalStateException("The account %s has not been read".formatted(id));
    }
    return account;
  }

  private void onReserve(Reserve reserve) {
    limits = reserve.limits();
    var before = account();
    var current =
        reserve.period().compareTo(before.period()) < 0 ? before : current(reserve, before);
    account = current;
    isChanged |= !current.equals(before);
    waiting.removeIf(other -> other.key().equals(reserve.key()));
    if (waiting.size() >= WAITING_AT_MOST) {
      context.getLog().warn("Too many calls wait for the account {}", id);
      return;
    }
    waiting.add(reserve);
    look();
  }

  private static Account current(Reserve reserve, Account before) {
    return before.in(reserve.period()).raisedBy(reserve.raises());
  }

  /** Who came first is served first. */
  private void look() {
    var now = clock.instant();
    var before = account();
    account = before.expire(now);
    isChanged |= !account().equals(before);
    while (!waiting.isEmpty() && isAnswered(waiting.getFirst(), now)) {
      waiting.removeFirst();
    }
    account()
        .nextExpiry()
        .ifPresent(next -> timers.startSingleTimer(new Look(), atLeastAMoment(now, next)));
    if (isChanged) {
      write();
    }
  }

  private static Duration atLeastAMoment(Instant now, Instant next) {
    var left = Duration.between(now, next);
    return left.compareTo(AGAIN) < 0 ? AGAIN : left;
  }

  private boolean isAnswered(Reserve reserve, Instant now) {
    if (!now.isBefore(reserve.until())) {
      return true;
    }
    var excess = account().excess(reserve.worst(), reserve.limits());
    if (excess.isPresent()) {
      meter.refused(id, excess.get().kind());
      reserve.replyTo().tell(new AccountReply.Refused(reserve.key(), excess.get()));
      return true;
    }
    if (!account().hasRoomFor(reserve.key(), reserve.worst(), reserve.limits())) {
      return false;
    }
    account = account().reserve(reserve.key(), reserve.worst(), reserve.until());
    reserve.replyTo().tell(new AccountReply.Granted(reserve.key()));
    return true;
  }

  private void onSettle(Settle settle) {
    var before = account();
    waiting.removeIf(reserve -> reserve.key().equals(settle.key()));
    account = before.settle(settle.key(), settle.taken());
    meter.spent(id, before, account(), limits);
    isChanged = true;
    unwritten.add(settle);
    look();
  }

  private void write() {
    if (isWriting) {
      return;
    }
    isWriting = true;
    isChanged = false;
    var settled = unwritten;
    unwritten = new ArrayList<>();
    context.pipeToSelf(
        table.put(id.tenant(), id.row(), AccountRow.bytes(account())),
        (_, failure) -> new Written(settled, failure));
  }

  private void onWritten(List<Settle> settled, @Nullable Throwable failure) {
    isWriting = false;
    if (failure != null) {
      context.getLog().warn("The account {} cannot be written yet: {}", id, failure);
      unwritten.addAll(settled);
      isChanged = true;
      timers.startSingleTimer(new Write(), AGAIN);
      return;
    }
    settled.forEach(settle -> settle.replyTo().tell(new AccountReply.Booked(settle.key())));
    if (isChanged) {
      write();
    }
  }

  private void onIdle() {
    var rests = account != null && account.reserved().isEmpty() && waiting.isEmpty();
    if (rests && !isWriting && !isChanged) {
      shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }
  }
}
