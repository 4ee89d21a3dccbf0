package dev.troupe.agents.model.limits;

import static dev.troupe.agents.model.limits.Crowd.assertIdle;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** Hundreds of callers of several tenants that come, wait, give up, are stopped and end. */
@Timeout(60)
class GateRandomTest {
  private static final int CALLERS = 600;
  private static final int AT_ONCE = 5;
  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final AtomicInteger under = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger stopped = new AtomicInteger();
  private final FakeShare share = new FakeShare(1);
  private final Gate gate =
      Gate.create(
          "openai",
          new Limits(
              "limits",
              OptionalInt.of(AT_ONCE),
              Optional.of(new Rate(150, Duration.ofMillis(50))),
              Optional.of(new Rate(3_000, Duration.ofMillis(50))),
              400,
              Crowd.NO_CIRCUIT),
          share);

  @RepeatedTest(4)
  void no_turn_is_lost_and_none_is_given_twice() throws Exception {
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < CALLERS; i++) {
      var attempt =
          new Try(
              "tenant-" + random.nextInt(4),
              URI.create("http://models.example/v1"),
              random.nextInt(40),
              Duration.ofMillis(random.nextInt(4) == 0 ? random.nextInt(20) : 30_000));
      var ending = ending();
      threads.add(Thread.startVirtualThread(() -> call(attempt, ending)));
      if (random.nextInt(5) == 0) {
        threads.get(random.nextInt(threads.size())).interrupt();
      }
      if (random.nextInt(50) == 0) {
        share.becomes(1 + random.nextInt(AT_ONCE));
      }
    }
    share.becomes(1);
    for (var thread : threads) {
      thread.join();
    }

    assertThat(most.get()).as("at once, seed %d", seed).isBetween(1, AT_ONCE);
    assertThat(served.get() + refused.get() + stopped.get()).as("seed %d", seed).isEqualTo(CALLERS);
    assertThat(gate.load().admitted()).as("seed %d", seed).isEqualTo(served.get());
    assertIdle(gate, AT_ONCE);
  }

  /** Empty for an answer. */
  private Optional<Outcome> ending() {
    int which = random.nextInt(OUTCOMES.size() + 1);
    return which == OUTCOMES.size() ? Optional.empty() : Optional.of(OUTCOMES.get(which));
  }

  private void call(Try attempt, Optional<Outcome> ending) {
    try (var permit = gate.enter(attempt)) {
      most.accumulateAndGet(under.incrementAndGet(), Math::max);
      LockSupport.parkNanos(attempt.tokens() * 1_000); // Others come meanwhile.
      served.incrementAndGet();
      under.decrementAndGet();
      ending.ifPresentOrElse(permit::ended, () -> permit.answered(attempt.tokens() + 5));
    } catch (InterruptedException gaveUp) {
      stopped.incrementAndGet();
    } catch (Refusal refusal) {
      refused.incrementAndGet();
    }
  }
}
