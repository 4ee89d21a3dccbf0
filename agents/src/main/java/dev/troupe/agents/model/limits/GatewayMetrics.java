package dev.troupe.agents.model.limits;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What this node's model gateway is at, for operators. */
public interface GatewayMetrics {
  GatewayMetrics NONE = List::of;

  /** One for each provider that has an endpoint, by name. */
  List<Load> snapshot();

  /**
   * @param inFlight tries under way
   * @param waiting calls that wait for their turn
   * @param admitted tries let out since the start
   * @param refused tries not let out since the start, by reason
   * @param waited in all
   * @param circuits by endpoint: closed, open or half-open
   * @param limits what this node may do now, by setting; without those that are not set
   */
  record Load(
      String provider,
      int inFlight,
      int waiting,
      long admitted,
      Map<Reason, Long> refused,
      Duration waited,
      Map<String, String> circuits,
      Map<Limit, Long> limits) {}

  /** Why a try was not let out. */
  enum Reason {
    FULL,
    TOO_LATE,
    OPEN
  }
}
