package dev.troupe.agents.model;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A blocking call on a thread of its own, as a future; cancelling it interrupts the thread. */
final class BlockingCall<T> extends CompletableFuture<T> implements Runnable {
  private final Callable<T> call;
  private volatile @Nullable Thread thread;

  BlockingCall(Callable<T> call) {
    this.call = call;
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    if (isDone()) {
      return;
    }
    try {
      complete(call.call());
    } catch (ModelFailure failure) {
      completeExceptionally(failure);
    } catch (InterruptedException stopped) {
      cancel(false);
    } catch (Throwable unplanned) {
      completeExceptionally(
          new ModelFailure(
              ModelFailure.Kind.UNAVAILABLE, "The model call broke off: " + unplanned));
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    var running = thread;
    if (cancelled && mayInterruptIfRunning && running != null) {
      running.interrupt();
    }
    return cancelled;
  }
}
