package dev.troupe.supervisor.task;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What agents were told, and whether they confirmed it. In memory only: after a restart everything
 * that is open is told again.
 */
final class Deliveries {

  private record Delivery(int attempt, Instant sentAt, @Nullable Instant heardAt) {}

  private final Duration unconfirmed;
  private final Duration confirmed;
  private final Map<Integer, Delivery> byAssignment = new HashMap<>();

  Deliveries(Duration unconfirmed, Duration confirmed) {
    this.unconfirmed = unconfirmed;
    this.confirmed = confirmed;
  }

  void confirm(int assignment, int attempt, Instant now) {
    byAssignment.computeIfPresent(
        assignment,
        (_, delivery) ->
            delivery.attempt() == attempt
                ? new Delivery(attempt, delivery.sentAt(), now)
                : delivery);
  }

  /** Sends what was never sent or is due again, and forgets what is no longer open. */
  void send(List<Work> open, Instant now, Consumer<Work> sender) {
    byAssignment
        .keySet()
        .removeIf(number -> open.stream().noneMatch(w -> w.assignment() == number));
    for (var work : open) {
      var delivery = byAssignment.get(work.assignment());
      if (delivery == null || delivery.attempt() != work.attempt()) {
        byAssignment.put(work.assignment(), new Delivery(work.attempt(), now, null));
        sender.accept(work);
      } else if (!dueAt(delivery).isAfter(now)) {
        byAssignment.put(work.assignment(), new Delivery(work.attempt(), now, delivery.heardAt()));
        sender.accept(work);
      }
    }
  }

  @Nullable Instant heardAt(int assignment) {
    var delivery = byAssignment.get(assignment);
    return delivery == null ? null : delivery.heardAt();
  }

  Optional<Instant> nextDueAt() {
    return byAssignment.values().stream().map(this::dueAt).min(Instant::compareTo);
  }

  private Instant dueAt(Delivery delivery) {
    return delivery.sentAt().plus(delivery.heardAt() == null ? unconfirmed : confirmed);
  }
}
