package dev.troupe.agents.model;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** Tries a call until it is answered, or until another try is no use. */
final class Retries {
  private final RetryPolicy policy;
  private final InstantSource clock;
  private final DoubleSupplier chance;

  Retries(RetryPolicy policy, InstantSource clock, DoubleSupplier chance) {
    this.policy = policy;
    this.clock = clock;
    this.chance = chance;
  }

  /** One try, on the caller's thread. */
  interface Try {
    Tried now() throws InterruptedException;
  }

  /**
   * @param sent since the first try was: what it waited for its turn before is no part of it
   */
  ModelReply answer(Try call, CallScope scope, SinceFirst sent) throws InterruptedException {
    var heldBack = new SinceFirst(clock);
    var mayBeBilled = false;
    for (int failures = 0; ; ) {
      switch (call.now()) {
        case Tried.Answered(var reply) -> {
          return reply;
        }
        case Tried.Failed(var fault) -> {
          failures += fault instanceof CallFault.NotSent ? 0 : 1;
          mayBeBilled |= fault.failure().mayBeBilled();
          heldBack.happens();
          try {
            pause(fault, failures, failures == 0 ? heldBack.elapsed() : sent.elapsed(), scope);
          } catch (ModelFailure last) {
            throw mayBeBilled ? last.afterBilledTry() : last;
          }
        }
      }
    }
  }

  private void pause(CallFault fault, int failures, Duration elapsed, CallScope scope)
      throws InterruptedException {
    switch (fault) {
      case CallFault.Final(var failure) -> throw failure;
      case CallFault.OutOfTime(var failure) -> throw failure;
      case CallFault.Passing(var failure, var retryAfter) -> {
        var left = scope.left(clock);
        var pause = policy.pause(failures, retryAfter, elapsed, left, chance.getAsDouble());
        if (pause.isEmpty()) {
          throw new ModelFailure(
              failure.kind(),
              failure.getMessage() + asked(retryAfter, elapsed, left) + tried(failures));
        }
        Thread.sleep(pause.get());
      }
      case CallFault.NotSent(var failure, var retryAfter) -> {
        var left = scope.left(clock);
        var pause = policy.pause(1, retryAfter, elapsed, left, chance.getAsDouble());
        Thread.sleep(pause.orElseThrow(() -> failure));
      }
    }
  }

  /** Said where it is why nobody waits. */
  private String asked(Optional<Duration> retryAfter, Duration elapsed, Duration left) {
    return retryAfter
        .filter(
            wait -> elapsed.plus(wait).compareTo(policy.within()) > 0 || wait.compareTo(left) >= 0)
        .map(wait ->
            "; the server asks to wait %d s, longer than this call may take"
                .formatted(wait.toSeconds()))
        .orElse("");
  }

  private static String tried(int failures) {
    return failures == 1 ? "" : " (tried %d times)".formatted(failures);
  }
}
