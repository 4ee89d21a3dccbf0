package dev.troupe.agents.model.budget;

import dev.troupe.agents.Amounts;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What is held back for calls under way, by their keys; their sum is kept and not counted anew. */
final class Reservations {

  /**
   * @param until after it nobody knows what became of the call
   */
  record Reservation(Amounts amounts, Instant until) {}

  private record Expiry(Instant until, String key) {}

  private final Map<String, Reservation> open = new HashMap<>();
  private final TreeSet<Expiry> expiries =
      new TreeSet<>(Comparator.comparing(Expiry::until).thenComparing(Expiry::key));
  private Amounts total = Amounts.NONE;

  Reservations(Map<String, Reservation> kept) {
    kept.forEach((key, reservation) -> add(key, reservation.amounts(), reservation.until()));
  }

  /** The same key again is the same call. */
  void add(String key, Amounts amounts, Instant until) {
    remove(key);
    open.put(key, new Reservation(amounts, until));
    expiries.add(new Expiry(until, key));
    total = total.plus(amounts);
  }

  void remove(String key) {
    var reservation = open.remove(key);
    if (reservation != null) {
      expiries.remove(new Expiry(reservation.until(), key));
      total = total.minus(reservation.amounts());
    }
  }

  /** All that is held back for others. */
  Amounts forOthersThan(String key) {
    var own = open.get(key);
    return own == null ? total : total.minus(own.amounts());
  }

  /** What was held back for calls that never told their end: somebody may have been paid. */
  Amounts expire(Instant now) {
    var expired = Amounts.NONE;
    while (!expiries.isEmpty() && !now.isBefore(expiries.first().until())) {
      var key = expiries.first().key();
      var reservation = open.get(key);
      expired = reservation == null ? expired : expired.plus(reservation.amounts());
      remove(key);
    }
    return expired;
  }

  Optional<Instant> nextExpiry() {
    return expiries.isEmpty() ? Optional.empty() : Optional.of(expiries.first().until());
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  Map<String, Reservation> all() {
    return Map.copyOf(open);
  }
}
