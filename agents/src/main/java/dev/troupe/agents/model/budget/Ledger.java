package dev.troupe.agents.model.budget;

import dev.troupe.agents.Amounts;
import dev.troupe.agents.Budget;
import dev.troupe.agents.model.budget.AccountCommand.Reserve;
import dev.troupe.agents.model.budget.AccountCommand.Settle;
import dev.troupe.agents.model.budget.Reservations.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** One account with what is reserved of it, and who waits for a place in it. */
final class Ledger {
  private static final int WAITING_AT_MOST = 10_000;

  /** Who waits asks again every ten seconds; who does not is gone, and must not hold others up. */
  private static final Duration SILENT = Duration.ofSeconds(30);

  private record Waiting(Reserve reserve, Instant heardAt) {}

  private final AccountId id;
  private final BudgetMeter meter;
  private final Reservations reservations;
  private final Settled lately;
  private final SequencedMap<String, Waiting> waiting = new LinkedHashMap<>();
  private Account account;
  private Budget limits = Budget.NONE;
  private boolean isChanged;

  Ledger(AccountId id, AccountRow stored, BudgetMeter meter) {
    this.id = id;
    this.meter = meter;
    this.account = stored.account();
    this.reservations = stored.reservations();
    this.lately = stored.lately();
    // What was put away is known here from now on, and its row tells nobody else.
    this.isChanged = !reservations.isEmpty();
  }

  /** False where too many wait already: who asked asks again. */
  boolean reserve(Reserve reserve, Instant now) {
    limits = reserve.limits();
    if (!account.isBehind(reserve.period())) {
      become(account.in(reserve.period(), reserve.currency()).raisedBy(reserve.raises()));
    }
    if (waiting.size() >= WAITING_AT_MOST && !waiting.containsKey(reserve.key())) {
      return false;
    }
    // Who asks again keeps the place.
    waiting.put(reserve.key(), new Waiting(reserve, now));
    return true;
  }

  /** One that was booked already is not booked again. False where there is nothing to store. */
  boolean settle(Settle settle) {
    waiting.remove(settle.key());
    reservations.remove(settle.key());
    if (settle.taken().equals(Amounts.NONE)) {
      return false;
    }
    if (lately.add(settle.booking())) {
      var before = account;
      become(before.with(settle.taken()));
      meter.spent(id, before, account, limits);
    }
    isChanged = true;
    return true;
  }

  /** Answers all that can be answered now. Who came first is served first. */
  void serve(Instant now) {
    become(account.with(reservations.expire(now)));
    while (!waiting.isEmpty() && isAnswered(waiting.firstEntry().getValue(), now)) {
      waiting.pollFirstEntry();
    }
  }

  private void become(Account other) {
    isChanged |= !other.equals(account);
    account = other;
  }

  private boolean isAnswered(Waiting waits, Instant now) {
    var reserve = waits.reserve();
    if (!now.isBefore(reserve.until()) || !now.isBefore(waits.heardAt().plus(SILENT))) {
      return true;
    }
    var excess = account.excess(Amounts.NONE, reserve.worst(), reserve.limits());
    if (excess.isPresent()) {
      // It may have been granted before, by an answer that was lost.
      reservations.remove(reserve.key());
      meter.refused(id, excess.get().kind());
      reserve.replyTo().tell(new AccountReply.Refused(reserve.key(), excess.get()));
      return true;
    }
    var others = reservations.forOthersThan(reserve.key());
    if (account.excess(others, reserve.worst(), reserve.limits()).isPresent()) {
      return false;
    }
    reservations.add(reserve.key(), reserve.worst(), reserve.until());
    reserve.replyTo().tell(new AccountReply.Granted(reserve.key()));
    return true;
  }

  Optional<Instant> nextExpiry() {
    return reservations.nextExpiry();
  }

  boolean hasReservations() {
    return !reservations.isEmpty();
  }

  boolean isIdle() {
    return reservations.isEmpty() && waiting.isEmpty();
  }

  /** They ask again, where the account will be then. */
  void sendAwayWhoWaits() {
    waiting.clear();
  }

  boolean isChanged() {
    return isChanged;
  }

  /** What was stored is not. */
  void change() {
    isChanged = true;
  }

  /** To be stored. */
  AccountRow row(boolean withReservations) {
    isChanged = false;
    var reserved = withReservations ? reservations.all() : Map.<String, Reservation>of();
    return AccountRow.of(account, reserved, lately.all());
  }
}
