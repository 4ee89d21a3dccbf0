package dev.troupe.agents.model.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Threads before a gate, and how tests wait for what they do. */
final class Crowd {
  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final CircuitSettings NO_CIRCUIT = new CircuitSettings(0, 1, 1, Duration.ZERO, 1);
  private static final URI ENDPOINT = URI.create("http://models.example/v1");

  private Crowd() {}

  /** A thread that asks for its turn. */
  record Caller(Thread thread, CompletableFuture<Permit> permit) {
    Permit permitted() throws Exception {
      return permit.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    void closesAtOnce() {
      var _ = permit.thenAccept(Permit::close);
    }
  }

  static Limits limits(int callsAtOnce, Optional<Rate> requests, int waiting) {
    return new Limits(
        "limits",
        callsAtOnce == 0 ? OptionalInt.empty() : OptionalInt.of(callsAtOnce),
        requests,
        Optional.empty(),
        waiting,
        NO_CIRCUIT);
  }

  static Gate atOnce(int calls) {
    return Gate.create("openai", limits(calls, Optional.empty(), 10_000), Share.ALONE);
  }

  static Try of(String tenant, Duration left) {
    return new Try(tenant, ENDPOINT, 1, left);
  }

  static Permit enter(Gate gate) throws InterruptedException {
    return gate.enter(of("default", PATIENCE));
  }

  static Caller caller(Gate gate, Try attempt) {
    var permit = new CompletableFuture<Permit>();
    var thread =
        Thread.startVirtualThread(() -> {
          try {
            permit.complete(gate.enter(attempt));
          } catch (InterruptedException | Refusal refused) {
            permit.completeExceptionally(refused);
          }
        });
    return new Caller(thread, permit);
  }

  static Caller caller(Gate gate) {
    return caller(gate, of("default", PATIENCE));
  }

  static void waitingAre(Gate gate, int number) {
    eventually(() -> gate.load().waiting() == number);
  }

  static void eventually(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      LockSupport.parkNanos(100_000);
    }
    assertThat(condition.getAsBoolean()).as("in %s", PATIENCE).isTrue();
  }

  /** A leaked turn would be missing here. */
  static void assertIdle(Gate gate, int callsAtOnce) throws Exception {
    eventually(() -> gate.load().inFlight() == 0 && gate.load().waiting() == 0);
    var all = new Permit[callsAtOnce];
    for (int i = 0; i < callsAtOnce; i++) {
      all[i] = caller(gate).permitted();
    }
    for (var permit : all) {
      permit.close();
    }
  }
}
