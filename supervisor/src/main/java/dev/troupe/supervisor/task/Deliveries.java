package dev.troupe.supervisor.task;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What agents were told, and whether they confirmed it. In memory only: after a restart everything
 * that is open is told again.
 */
final class Deliveries {

  private record Delivery(Work work, Instant sentAt, boolean confirmed) {}

  private final Duration unconfirmed;
  private final Duration confirmed;
  private final Map<Integer, Delivery> byAssignment = new HashMap<>();

  Deliveries(Duration unconfirmed, Duration confirmed) {
    this.unconfirmed = unconfirmed;
    this.confirmed = confirmed;
  }

  void confirm(int assignment, int attempt) {
    byAssignment.computeIfPresent(
        assignment,
        (_, delivery) ->
            delivery.work().attempt() == attempt
                ? new Delivery(delivery.work(), delivery.sentAt(), true)
                : delivery);
  }

  /** There is something new for it: it is told again at once. */
  void again(int assignment) {
    byAssignment.remove(assignment);
  }

  /** Whoever was told may have lost it. */
  void forget() {
    byAssignment.clear();
  }

  /** Sends what was never sent or is due again, and forgets what is no longer open. */
  void send(List<Work> open, Instant now, Consumer<Work> sender) {
    byAssignment
        .keySet()
        .removeIf(number -> open.stream().noneMatch(w -> w.assignment() == number));
    for (var work : open) {
      var delivery = byAssignment.get(work.assignment());
      if (delivery == null || delivery.work().attempt() != work.attempt()) {
        byAssignment.put(work.assignment(), new Delivery(work, now, false));
        sender.accept(work);
      } else if (!dueAt(delivery).isAfter(now)) {
        byAssignment.put(work.assignment(), new Delivery(work, now, delivery.confirmed()));
        sender.accept(work);
      }
    }
  }

  Optional<Instant> nextDueAt() {
    return byAssignment.values().stream().map(this::dueAt).min(Instant::compareTo);
  }

  private Instant dueAt(Delivery delivery) {
    return delivery.sentAt().plus(delivery.confirmed() ? asked(delivery.work()) : unconfirmed);
  }

  /** Often enough that an agent at work is heard in time. */
  private Duration asked(Work work) {
    var third = work.heartbeat() == null ? confirmed : work.heartbeat().dividedBy(3);
    return third.compareTo(confirmed) < 0 ? third : confirmed;
  }
}
