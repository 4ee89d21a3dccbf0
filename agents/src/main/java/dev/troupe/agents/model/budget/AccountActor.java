package dev.troupe.agents.model.budget;

import dev.troupe.agents.Amounts;
import dev.troupe.agents.Budget;
import dev.troupe.agents.model.budget.AccountCommand.Reserve;
import dev.troupe.agents.model.budget.AccountCommand.Settle;
import dev.troupe.agents.model.budget.Reservations.Reservation;
import dev.troupe.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
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
  private static final int WAITING_AT_MOST = 10_000;
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** Who waits asks again every ten seconds; who does not is gone, and must not hold others up. */
  private static final Duration SILENT = Duration.ofSeconds(30);

  private sealed interface Own extends AccountCommand.Internal {}

  private record Loaded(@Nullable AccountRow stored, @Nullable Throwable failure) implements Own {}

  private record Written(List<Settle> settled, @Nullable Throwable failure) implements Own {}

  private record Load() implements Own {}

  private record Write() implements Own {}

  private record Look() implements Own {}

  private record Idle() implements Own {}

  private record Waiting(Reserve reserve, Instant heardAt) {}

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
  private final SequencedMap<String, Waiting> waiting = new LinkedHashMap<>();
  private Reservations reservations = new Reservations(Map.of());
  private Settled lately = new Settled(List.of());
  private List<Settle> unwritten = new ArrayList<>();
  private @Nullable Account account;
  private Budget limits = Budget.NONE;
  private boolean isWriting;
  private boolean isChanged;
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
      case AccountCommand.Stop _ -> isStopping = true;
      case AccountCommand.Internal internal -> onOwn((Own) internal);
      // Who asked asks again, where the account will be then.
      case Reserve _ when isStopping -> {}
      case Reserve _, Settle _ when account == null -> putOff(command);
      case Reserve reserve -> onReserve(reserve);
      case Settle settle -> onSettle(settle);
    }
    return isStopping && isAtRest() ? Behaviors.stopped() : this;
  }

  /** Not before all that it knows is stored. */
  private boolean isAtRest() {
    if (account == null) {
      return true;
    }
    if (isWriting || timers.isTimerActive(new Write())) {
      return false;
    }
    if (isChanged || (!isPutAway && !reservations.isEmpty())) {
      write();
      return false;
    }
    return true;
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
            .thenApply(row -> row.map(AccountRow::read).orElse(AccountRow.EMPTY)),
        Loaded::new);
  }

  private void onLoaded(@Nullable AccountRow stored, @Nullable Throwable failure) {
    if (stored == null) {
      context.getLog().warn("The account {} cannot be read yet: {}", id, failure);
      timers.startSingleTimer(new Load(), AGAIN);
      return;
    }
    account = stored.account();
    reservations = stored.reservations();
    lately = stored.lately();
    // What was put away is known here from now on, and its row tells nobody else.
    isChanged |= !reservations.isEmpty();
    for (var command = early.poll(); command != null; command = early.poll()) {
      onMessage(command);
    }
    look();
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
        before.isBehind(reserve.period())
            ? before
            : before.in(reserve.period(), reserve.currency()).raisedBy(reserve.raises());
    account = current;
    isChanged |= !current.equals(before);
    if (waiting.size() >= WAITING_AT_MOST && !waiting.containsKey(reserve.key())) {
      context.getLog().warn("Too many calls wait for the account {}", id);
      return;
    }
    // Who asks again keeps the place.
    waiting.put(reserve.key(), new Waiting(reserve, clock.instant()));
    look();
  }

  /** Who came first is served first. */
  private void look() {
    var now = clock.instant();
    var expired = reservations.expire(now);
    if (!expired.equals(Amounts.NONE)) {
      account = account().with(expired);
      isChanged = true;
    }
    while (!waiting.isEmpty() && isAnswered(waiting.firstEntry().getValue(), now)) {
      waiting.pollFirstEntry();
    }
    reservations
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

  private boolean isAnswered(Waiting waits, Instant now) {
    var reserve = waits.reserve();
    if (!now.isBefore(reserve.until()) || !now.isBefore(waits.heardAt().plus(SILENT))) {
      return true;
    }
    var excess = account().excess(Amounts.NONE, reserve.worst(), reserve.limits());
    if (excess.isPresent()) {
      meter.refused(id, excess.get().kind());
      reserve.replyTo().tell(new AccountReply.Refused(reserve.key(), excess.get()));
      return true;
    }
    var others = reservations.forOthersThan(reserve.key());
    if (account().excess(others, reserve.worst(), reserve.limits()).isPresent()) {
      return false;
    }
    reservations.add(reserve.key(), reserve.worst(), reserve.until());
    reserve.replyTo().tell(new AccountReply.Granted(reserve.key()));
    return true;
  }

  /** One that was booked already is only answered again. */
  private void onSettle(Settle settle) {
    waiting.remove(settle.key());
    reservations.remove(settle.key());
    if (settle.taken().equals(Amounts.NONE)) {
      settle.replyTo().tell(new AccountReply.Booked(settle.key()));
      look();
      return;
    }
    if (lately.add(settle.booking())) {
      var before = account();
      account = before.with(settle.taken());
      meter.spent(id, before, account(), limits);
    }
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
    isPutAway = isStopping;
    var reserved = isStopping ? reservations.all() : Map.<String, Reservation>of();
    var row = AccountRow.of(account(), reserved, lately.all());
    context.pipeToSelf(
        table.put(id.tenant(), id.row(), row.bytes()),
        (_, failure) -> new Written(settled, failure));
  }

  private void onWritten(List<Settle> settled, @Nullable Throwable failure) {
    isWriting = false;
    if (failure != null) {
      context.getLog().warn("The account {} cannot be written yet: {}", id, failure);
      unwritten.addAll(settled);
      isChanged = true;
      isPutAway = false;
      timers.startSingleTimer(new Write(), AGAIN);
      return;
    }
    settled.forEach(settle -> settle.replyTo().tell(new AccountReply.Booked(settle.key())));
    if (isChanged) {
      write();
    }
  }

  private void onIdle() {
    var rests = account != null && reservations.isEmpty() && waiting.isEmpty();
    if (rests && !isWriting && !isChanged) {
      shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }
  }
}
