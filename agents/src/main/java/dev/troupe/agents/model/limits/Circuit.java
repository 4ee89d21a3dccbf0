package dev.troupe.agents.model.limits;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Sends nothing for a while to an endpoint that fails, and then a few tries to see. */
final class Circuit {
  /** Models take their time: how long an answer took says nothing here. */
  private static final Duration NEVER_SLOW = Duration.ofDays(10_000);

  /** How long tries are under way is not known when others are refused because of them. */
  private static final Duration NEXT_LOOK = Duration.ofSeconds(1);

  /** The breaker wants a reason. */
  private static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    private Failed() {
      super("failed", null, false, false);
    }
  }

  private final CircuitBreaker breaker;
  private final Duration open;
  private final LongSupplier nanos;
  private volatile long openedAt;

  Circuit(CircuitSettings settings, LongSupplier nanos) {
    this.open = settings.open();
    this.nanos = nanos;
    this.breaker =
        CircuitBreaker.of(
            "circuit",
            CircuitBreakerConfig.custom()
                .failureRateThreshold(settings.failuresPercent())
                .slidingWindowSize(settings.lastTries())
                .minimumNumberOfCalls(Math.min(settings.leastTries(), settings.lastTries()))
                .waitDurationInOpenState(settings.open())
                .permittedNumberOfCallsInHalfOpenState(settings.trials())
                .slowCallDurationThreshold(NEVER_SLOW)
                .clock(clock(nanos))
                .build());
    breaker.getEventPublisher().onStateTransition(event -> changed(event.getStateTransition()));
  }

  /** The wall clock may be set back. */
  private static Clock clock(LongSupplier nanos) {
    InstantSource source = () -> Instant.EPOCH.plusNanos(nanos.getAsLong());
    return source.withZone(ZoneOffset.UTC);
  }

  private void changed(StateTransition transition) {
    if (transition.getToState() == State.OPEN) {
      openedAt = nanos.getAsLong();
    }
  }

  /** How long it stays open, if it is: looking at it changes nothing. */
  Optional<Duration> openFor() {
    if (breaker.getState() != State.OPEN) {
      return Optional.empty();
    }
    var left = open.minusNanos(nanos.getAsLong() - openedAt);
    return Optional.of(left).filter(Duration::isPositive);
  }

  /** How long to wait when it is refused. */
  Duration nextLook() {
    return openFor().orElse(NEXT_LOOK);
  }

  /** What a try was let out as. */
  enum Leave {
    NONE,
    USUAL,
    TRIAL
  }

  Leave begin() {
    if (!breaker.tryAcquirePermission()) {
      return Leave.NONE;
    }
    return breaker.getState() == State.HALF_OPEN ? Leave.TRIAL : Leave.USUAL;
  }

  /** What began before the circuit opened says nothing about whether it may close. */
  void end(Leave leave, boolean worked) {
    if (leave == Leave.USUAL && breaker.getState() == State.HALF_OPEN) {
      return;
    }
    if (worked) {
      breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    } else {
      breaker.onError(0, TimeUnit.NANOSECONDS, new Failed());
    }
  }

  /** Ended without having said anything about the endpoint: another one may try. */
  void stopped(Leave leave) {
    if (leave == Leave.TRIAL) {
      breaker.releasePermission();
    }
  }

  /** closed, open or half-open. */
  String state() {
    return breaker.getState().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
