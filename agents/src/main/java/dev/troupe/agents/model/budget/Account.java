package dev.troupe.agents.model.budget;

import dev.troupe.agents.Amounts;
import dev.troupe.agents.Budget;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was spent of one budget. Pure: no clock, no actor, no I/O.
 *
 * @param period that it is spent in; empty where a budget is for ever
 * @param currency of its money; empty while nobody has said it
 * @param raises what people added, by their approvals
 */
record Account(String period, String currency, Amounts spent, Map<String, Amounts> raises) {
  static final Account EMPTY = new Account("", "", Amounts.NONE, Map.of());

  /** What does not fit, in a kind's own unit. */
  record Excess(Budget.Kind kind, long spent, long wanted, long limit) {}

  /**
   * Whether a call is of an earlier period of the same kind; days, months and ever differ in
   * length.
   */
  boolean isBehind(String earlier) {
    return earlier.length() == period.length() && earlier.compareTo(period) < 0;
  }

  /** With the other period everything begins anew, with another currency what is money. */
  Account in(String other, String money) {
    if (!period.equals(other)) {
      return new Account(other, money, Amounts.NONE, Map.of());
    }
    if (currency.equals(money)) {
      return this;
    }
    return currency.isEmpty()
        ? new Account(period, money, spent, raises)
        : new Account(period, money, spent.withoutMoney(), withoutMoney(raises));
  }

  private static Map<String, Amounts> withoutMoney(Map<String, Amounts> raises) {
    var others = new HashMap<>(raises);
    others.replaceAll((_, raise) -> raise.withoutMoney());
    return Map.copyOf(others);
  }

  Account raisedBy(Map<String, Amounts> more) {
    if (raises.keySet().containsAll(more.keySet())) {
      return this;
    }
    var all = new HashMap<>(raises);
    more.forEach(all::putIfAbsent);
    return new Account(period, currency, spent, Map.copyOf(all));
  }

  Account with(Amounts taken) {
    return new Account(period, currency, spent.plus(taken), raises);
  }

  /**
   * What does not fit.
   *
   * @param reserved for other calls
   */
  Optional<Excess> excess(Amounts reserved, Amounts wanted, Budget limits) {
    var before = spent.plus(reserved);
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

  /** How much of a limit is spent, in percent; 0 where there is none. */
  long percent(Budget.Kind kind, Budget limits) {
    return limit(kind, limits)
        .map(limit -> (long) (Budget.of(kind, spent) * 100.0 / limit))
        .orElse(0L);
  }
}
