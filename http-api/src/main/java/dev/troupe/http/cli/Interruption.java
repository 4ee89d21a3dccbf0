package dev.troupe.http.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and SIGTERM: lets the command under way end in its own manner, for a bounded time, before
 * the process does.
 */
public final class Interruption {
  private static final Duration GRACE = Duration.ofSeconds(15);
  private static final AtomicReference<@Nullable Runnable> ACTION = new AtomicReference<>();
  private static final CountDownLatch FINISHED = new CountDownLatch(1);
  private static volatile Duration grace = GRACE;
  private static volatile int exitCode = Exit.CANCELLED.code();

  private Interruption() {}

  /** While the returned handle is open, an interruption runs this instead of ending at once. */
  static Handle handledBy(Runnable action) {
    return handledBy(action, GRACE);
  }

  /** The same, for a command whose end takes longer. */
  static Handle handledBy(Runnable action, Duration endsWithin) {
    grace = endsWithin;
    ACTION.set(action);
    return () -> ACTION.set(null);
  }

  /** Closes without a checked exception. */
  interface Handle extends AutoCloseable {
    @Override
    void close();
  }

  /** To be called once, before the command starts. */
  public static void install() {
    Runtime.getRuntime().addShutdownHook(new Thread(Interruption::run, "troupe-interruption"));
  }

  /** The command has ended by itself; the process may end now. */
  public static void finished(int code) {
    exitCode = code;
    FINISHED.countDown();
  }

  private static void run() {
    Runnable action = ACTION.get();
    if (FINISHED.getCount() > 0 && action != null) {
      action.run();
      awaitEnd();
    }
    // The JVM would report the signal; what the command came to says more.
    Runtime.getRuntime().halt(exitCode);
  }

  private static void awaitEnd() {
    try {
      if (!FINISHED.await(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        exitCode = Exit.CANCELLED.code();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
