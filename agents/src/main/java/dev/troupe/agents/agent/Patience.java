package dev.troupe.agents.agent;

import dev.troupe.persistence.StoreFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads again what a store that is away did not answer: an agent whose own journal would wait for
 * its return gives no step up for one row.
 */
final class Patience {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final InstantSource clock;

  Patience(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * What the last reading came to.
   *
   * @param reading may be done any number of times
   * @param deadline behind which a failure is final
   */
  <T> CompletionStage<T> read(Instant deadline, Supplier<CompletionStage<T>> reading) {
    return read(deadline, reading, FIRST_PAUSE);
  }

  private <T> CompletionStage<T> read(
      Instant deadline, Supplier<CompletionStage<T>> reading, Duration pause) {
    return reading
        .get()
        .exceptionallyCompose(failure -> {
          if (!StoreFailure.isPassing(failure) || !clock.instant().plus(pause).isBefore(deadline)) {
            return CompletableFuture.failedStage(failure);
          }
          LOG.debug("the store is read again in {}: {}", pause, failure.getMessage());
          var later = CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS);
          return CompletableFuture.supplyAsync(() -> read(deadline, reading, longer(pause)), later)
              .thenCompose(again -> again);
        });
  }

  private static Duration longer(Duration pause) {
    var twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }
}
