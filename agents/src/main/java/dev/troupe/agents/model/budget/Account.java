package dev.troupe.agents.model.budget;

import dev.troupe.agents.Amounts;
import dev.troupe.agents.Budget;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was spent of one budget, and what is reserved of it. Pure: no clock, no actor, no I/O.
 *
 * @param period that it is spent in; empty where a budget is for ever
 * @param raises what people added, by their approvals
 * @param reserved for calls under way, by their keys
 */
record Account(
    String period, Amounts spent, Map<String, Amounts> raises, Map<String, Reservation> reserved) {
  static final Account EMPTY = new Account("", Amounts.NONE, Map.of(), Map.of());

  /**
   * @param until after it nobody knows what became of the call
   */
  record Reservation(Amounts amounts, Instant until) {}

  /** What does not fit, in a kind's own unit. */
  record Excess(Budget.Kind kind, long spent, long wanted, long limit) {}

  /** With the other period everything begins anew, but what is still under way. */
  Account in(String other) {
    return period.equals(other) ? this : new Account(other, Amounts.NONE, Map.of(), reserved);
  }

  Account raisedBy(Map<String, Amounts> more) {
    if (raises.keySet().containsAll(more.keySet())) {
      return this;
    }
    var all = new HashMap<>(raises);
    more.forEach(all::putIfAbsent);
    return new Account(period, spent, Map.copyOf(all), reserved);
  }

  /** What could not be granted even with nothing else under way. */
  Optional<Excess> excess(Amounts wanted, Budget limits) {
    return excess(spent, wanted, limits);
  }

  /** Whether it can be granted now, beside what is reserved for other calls. */
  boolean hasRoomFor(String key, Amounts wanted, Budget limits) {
    var committed =
        reserved.entrySet().stream()
            .filter(other -> !other.getKey().equals(key))
            .map(other -> other.getValue().amounts())
            .reduce(spent, Amounts::plus);
    return excess(committed, wanted, limits).isEmpty();
  }

  private Optional<Excess> excess(Amounts before, Amounts wanted, Budget limits) {
    return Arrays.stream(Budget.Kind.values())
        .flatMap(kind -> excess(kind, before, wanted, limits).stream())
        .findFirst();
  }

  private Optional<Excess> excess(Budget.Kind kind, Amounts before, Amounts wanted, Budget limits) {
    var limit = limit(kind, limits);
    var used = Budget.of(kind, before);
    var more = Budget.of(kind, wanted);
    return limit.isPresent() && more > limit.get() - used
        ? Optional.of(new Excess(kind, used, more, limit.get()))
        : Optional.empty();
  }

  /** With what people have added. */
  Optional<Long> limit(Budget.Kind kind, Budget limits) {
    return Optional.ofNullable(limits.limit(kind, raises.values()));
  }

  Account reserve(String key, Amounts amounts, Instant until) {
    var all = new HashMap<>(reserved);
    all.put(key, new Reservation(amounts, until));
    return new Account(period, spent, raises, Map.copyOf(all));
  }

  /** The call has ended: what it took is spent, the rest is free again. */
  Account settle(String key, Amounts taken) {
    return new Account(period, spent.plus(taken), raises, without(key));
  }

  private Map<String, Reservation> without(String key) {
    var rest = new HashMap<>(reserved);
    rest.remove(key);
    return Map.copyOf(rest);
  }

  /** Of a call that never told its end all counts as spent: somebody may have been paid. */
  Account expire(Instant now) {
    var account = this;
    for (var open : reserved.entrySet()) {
      if (!now.isBefore(open.getValue().until())) {
        account = account.settle(open.getKey(), open.getValue().amounts());
      }
    }
    return account;
  }

  Optional<Instant> nextExpiry() {
    return reserved.values().stream().map(Reservation::until).min(Instant::compareTo);
  }

  /** How much of a limit is spent, in percent; 0 where there is none. */
  long percent(Budget.Kind kind, Budget limits) {
    return limit(kind, limits)
        .map(limit -> (long) (Budget.of(kind, spent) * 100.0 / limit))
        .orElse(0L);
  }
}
