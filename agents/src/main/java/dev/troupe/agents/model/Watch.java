package dev.troupe.agents.model;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes what a thread is blocked on when its time is over. A socket's own timeout would bound each
 * read by itself, never their sum, and costs more on a virtual thread than this does for a whole
 * call.
 */
final class Watch implements Runnable {
  private static final long KEEPS_THREAD_SECONDS = 30;
  private static final ScheduledThreadPoolExecutor CLOCK = clock();

  private final Runnable close;
  private @Nullable Future<?> look;
  private long nextLook;
  private long deadline;
  private boolean isOver;
  private boolean hasEnded;

  /**
   * @param close called at most once, on another thread
   */
  Watch(Runnable close) {
    this.close = close;
  }

  private static ScheduledThreadPoolExecutor clock() {
    var clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("model-deadlines").factory());
    clock.setRemoveOnCancelPolicy(true);
    clock.setKeepAliveTime(KEEPS_THREAD_SECONDS, TimeUnit.SECONDS);
    clock.allowCoreThreadTimeOut(true);
    return clock;
  }

  /**
   * Does something later, unless the process has ended by then.
   *
   * @param work must not block: all deadlines wait for it
   */
  static void later(Duration delay, Runnable work) {
    var _ = CLOCK.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Takes the place of what was said before. */
  synchronized void until(long nanosLeft) {
    deadline = System.nanoTime() + nanosLeft;
    if (!isOver && !hasEnded && (look == null || deadline - nextLook < 0)) {
      lookIn(nanosLeft);
    }
  }

  private void lookIn(long nanos) {
    if (look != null) {
      look.cancel(false);
    }
    nextLook = deadline;
    look = CLOCK.schedule(this, nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public synchronized void run() {
    long left = deadline - System.nanoTime();
    if (hasEnded || isOver) {
      return;
    }
    if (left > 0) {
      lookIn(left);
    } else {
      isOver = true;
      close.run();
    }
  }

  synchronized boolean isOver() {
    return isOver;
  }

  /** Nothing is closed from here on: the connection may be another call's. */
  synchronized void end() {
    hasEnded = true;
    if (look != null) {
      look.cancel(false);
    }
  }
}
