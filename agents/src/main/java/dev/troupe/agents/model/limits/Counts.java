package dev.troupe.agents.model.limits;

import dev.troupe.agents.model.limits.GatewayMetrics.Reason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What a gate counts since its start. */
final class Counts {
  private final LongAdder admitted = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAdder waitedNanos = new LongAdder();
  private final Map<Reason, LongAdder> refused = new EnumMap<>(Reason.class);

  Counts() {
    for (var reason : Reason.values()) {
      refused.put(reason, new LongAdder());
    }
  }

  void admit() {
    admitted.increment();
  }

  void end() {
    ended.increment();
  }

  void waited(long nanos) {
    waitedNanos.add(nanos);
  }

  void refuse(Reason reason) {
    var count = refused.get(reason);
    if (count != null) {
      count.increment();
    }
  }

  /** Ended first: a try that ends between the two looks would make it negative. */
  int inFlight() {
    long done = ended.sum();
    return (int) Math.max(0, admitted.sum() - done);
  }

  long admitted() {
    return admitted.sum();
  }

  Map<Reason, Long> refused() {
    var now = new EnumMap<Reason, Long>(Reason.class);
    refused.forEach((reason, count) -> now.put(reason, count.sum()));
    return now;
  }

  Duration waited() {
    return Duration.ofNanos(waitedNanos.sum());
  }
}
