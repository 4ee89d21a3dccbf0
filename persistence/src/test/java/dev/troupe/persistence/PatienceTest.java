package dev.troupe.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final Instant BEGUN = Instant.parse("2026-11-20T10:00:00Z");

  private final AtomicInteger askings = new AtomicInteger();
  private Instant now = BEGUN;
  private final Patience patience = new Patience(() -> now);

  private String ask(Instant deadline, Supplier<CompletionStage<String>> asking) {
    return patience
        .until(deadline, asking)
        .toCompletableFuture()
        .orTimeout(30, TimeUnit.SECONDS)
        .join();
  }

  private CompletionStage<String> away() {
    askings.incrementAndGet();
    return CompletableFuture.failedStage(
        new CompletionException(new StoreFailure.Unavailable("there", "no node was there", null)));
  }

  @Test
  void a_store_that_is_away_is_asked_again_until_it_answers() {
    assertThat(
            ask(
                BEGUN.plusSeconds(60),
                () -> askings.get() < 2 ? away() : CompletableFuture.completedStage("a row")))
        .isEqualTo("a row");
    assertThat(askings).hasValue(2);
  }

  @Test
  void a_failure_behind_the_deadline_is_final() {
    assertThatThrownBy(() ->
            ask(
                BEGUN.plusSeconds(60),
                () -> {
                  now = now.plusSeconds(40);
                  return away();
                }))
        .hasCauseInstanceOf(StoreFailure.Unavailable.class);
    assertThat(askings).hasValue(2);
  }

  @Test
  void what_another_asking_would_not_mend_is_final() {
    assertThatThrownBy(() ->
            ask(
                BEGUN.plusSeconds(60),
                () -> {
                  askings.incrementAndGet();
                  return CompletableFuture.failedStage(new IllegalStateException("a fault"));
                }))
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(askings).hasValue(1);
  }
}
