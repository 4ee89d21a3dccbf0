package dev.troupe.persistence;

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
 * Asks again what a store that is away or busy did not answer: an entity whose own journal would
 * wait for its return gives no work up for one row.
 */
public final class Patience {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final InstantSource clock;

  public Patience(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * What the last asking came to.
   *
   * @param deadline behind which a failure is final
   * @param asking may be done any number of times
   */
  public <T> CompletionStage<T> until(Instant deadline, Supplier<CompletionStage<T>> asking) {
    return until(deadline, asking, FIRST_PAUSE);
  }

  private <T> CompletionStage<T> until(
      Instant deadline, Supplier<CompletionStage<T>> asking, Duration pause) {
    return asking
        .get()
        .exceptionallyCompose(failure -> {
          if (!StoreFailure.isPassing(failure) || !clock.instant().plus(pause).isBefore(deadline)) {
            return CompletableFuture.failedStage(failure);
          }
          LOG.debug("the store is asked again in {}: {}", pause, failure.getMessage());
          var later = CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS);
          return CompletableFuture.supplyAsync(() -> until(deadline, asking, longer(pause)), later)
              .thenCompose(again -> again);
        });
  }

  private static Duration longer(Duration pause) {
    var twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }
}
