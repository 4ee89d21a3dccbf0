package dev.troupe.agents.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StreamedBodyTest {
  private static final Duration BETWEEN_BYTES = Duration.ofMillis(20);

  /** Sends a byte a moment after each was asked for, for as long as anybody asks. */
  private static final class Dripping implements Flow.Subscription {
    private final StreamedBody body;
    private final AtomicBoolean cancelled = new AtomicBoolean();

    private Dripping(StreamedBody body) {
      this.body = body;
    }

    @Override
    public void request(long count) {
      Thread.startVirtualThread(() -> {
        LockSupport.parkNanos(BETWEEN_BYTES.toNanos());
        body.onNext(List.of(ByteBuffer.wrap("\n".getBytes(UTF_8))));
      });
    }

    @Override
    public void cancel() {
      cancelled.set(true);
    }
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bytes_that_drip_in_behind_the_end_do_not_keep_the_answer() {
    var body =
        new StreamedBody(
            1_000_000,
            new StreamedBody.Patience() {
              @Override
              public long leftNanos() {
                return TimeUnit.SECONDS.toNanos(10);
              }

              @Override
              public RuntimeException exhausted() {
                return new IllegalStateException("nobody reads here");
              }
            });
    var dripping = new Dripping(body);
    body.onSubscribe(dripping);

    body.finish(TimeUnit.MILLISECONDS.toNanos(50));

    assertThat(dripping.cancelled).isTrue();
  }
}
