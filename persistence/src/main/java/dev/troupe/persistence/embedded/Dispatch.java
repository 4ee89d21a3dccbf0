package dev.troupe.persistence.embedded;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Hands results back to the actor system, so that no caller's code runs on a store's thread. */
record Dispatch(Executor executor) {

  void run(Runnable work) {
    try {
      executor.execute(work);
    } catch (RejectedExecutionException systemHasEnded) {
      work.run();
    }
  }
}
