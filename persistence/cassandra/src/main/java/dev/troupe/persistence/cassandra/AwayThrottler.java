package dev.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.connection.BusyConnectionException;
import com.datastax.oss.driver.api.core.context.DriverContext;
import com.datastax.oss.driver.api.core.servererrors.CoordinatorException;
import com.datastax.oss.driver.api.core.session.throttling.Throttled;
import com.datastax.oss.driver.internal.core.session.throttling.ConcurrencyLimitingRequestThrottler;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The driver's limit of requests under way, and a pause before each that follows upon one for which
 * no node of Cassandra was there. Such a request fails at once, and the journal plugin repeats
 * writes of tags as soon as they fail: without a pause it does nothing else, and fills the log.
 *
 * <p>Named by {@code troupe.cassandra.driver.advanced.throttler.class}; the driver makes it.
 */
public final class AwayThrottler extends ConcurrencyLimitingRequestThrottler {
  /** Less than the driver's time-outs, and what a return of Cassandra may be noticed late by. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cassandra-away").factory());
  private final Set<Throttled> paused = ConcurrentHashMap.newKeySet();
  private final Duration pause;
  private volatile boolean isAway;

  public AwayThrottler(DriverContext context) {
    this(context, PAUSE);
  }

  AwayThrottler(DriverContext context, Duration pause) {
    super(context);
    this.pause = pause;
  }

  @Override
  public void register(Throttled request) {
    if (!isAway) {
      super.register(request);
      return;
    }
    paused.add(request);
    try {
      var _ = clock.schedule(() -> goOn(request), pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      // The driver's own refuses it in its own words.
      goOn(request);
    }
  }

  private void goOn(Throttled request) {
    if (paused.remove(request)) {
      super.register(request);
    }
  }

  @Override
  public void signalSuccess(Throttled request) {
    isAway = false;
    super.signalSuccess(request);
  }

  @Override
  public void signalError(Throttled request, Throwable error) {
    // The driver's own says success to let the next one in.
    super.signalError(request, error);
    isAway = isNobodyThere(error);
  }

  /** Nobody was asked, or could be; a node that answers, though it is an error, is there. */
  private static boolean isNobodyThere(Throwable error) {
    return error instanceof AllNodesFailedException failed
        && failed.getAllErrors().values().stream()
            .flatMap(List::stream)
            .noneMatch(why ->
                why instanceof CoordinatorException || why instanceof BusyConnectionException);
  }

  /** Whoever timed out while it paused was never let in. */
  @Override
  public void signalTimeout(Throttled request) {
    if (!paused.remove(request)) {
      super.signalTimeout(request);
    }
  }

  @Override
  public void close() {
    for (var request : Set.copyOf(paused)) {
      goOn(request);
    }
    clock.shutdownNow();
    super.close();
  }
}
