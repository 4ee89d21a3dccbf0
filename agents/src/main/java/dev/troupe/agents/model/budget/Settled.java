package dev.troupe.agents.model.budget;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which settlements were booked lately: one that comes again is not booked again. */
final class Settled {
  /** More come between a settlement and its repetition only if they come in hundreds a second. */
  private static final int AT_MOST = 1_000;

  private final Set<String> bookings;

  Settled(List<String> known) {
    this.bookings = new LinkedHashSet<>(known);
  }

  /** False if it was there already. */
  boolean add(String booking) {
    if (!bookings.add(booking)) {
      return false;
    }
    if (bookings.size() > AT_MOST) {
      bookings.remove(bookings.iterator().next());
    }
    return true;
  }

  List<String> all() {
    return List.copyOf(bookings);
  }
}
