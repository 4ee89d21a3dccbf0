package dev.troupe.agents.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StreamedBodyTest {
  private static final Duration BETWEEN_BYTES = Duration.ofMillis(20);

  private final Exchange exchange =
      new Exchange(
          new Connections(
              ModelSettings.of(ConfigFactory.load()).http(), Runnable::run, InstantSource.system()),
          () -> new IllegalStateException("nobody reads here"));

  /** Sends a byte a moment after each was asked for, for as long as anybody asks. */
  private static final class Dripping extends InputStream {
    private final AtomicInteger sent = new AtomicInteger();

    @Override
    public int read() {
      LockSupport.parkNanos(BETWEEN_BYTES.toNanos());
      sent.incrementAndGet();
      return '\n';
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      into[offset] = (byte) read();
      return 1;
    }
  }

  private StreamedBody body(InputStream content) {
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
            },
            exchange);
    body.begin(new InputStreamEntity(content, null));
    return body;
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bytes_that_drip_in_behind_the_end_do_not_keep_the_answer() {
    var dripping = new Dripping();
    var body = body(dripping);

    body.finish(TimeUnit.MILLISECONDS.toNanos(50));

    assertThat(exchange.watch().isOver()).isTrue();
    assertThat(body.isAtEnd()).isFalse();
    assertThat(dripping.sent).hasValueBetween(1, 10);
  }

  @Test
  void an_empty_line_behind_the_end_is_no_more_of_the_answer() {
    var body = body(new ByteArrayInputStream(new byte[] {'\n'}));

    body.finish(TimeUnit.SECONDS.toNanos(10));

    assertThat(body.isAtEnd()).isTrue();
  }

  @Test
  void an_answer_that_goes_on_behind_its_end_is_left() {
    var body = body(new ByteArrayInputStream(new byte[1000]));

    body.finish(TimeUnit.SECONDS.toNanos(10));

    assertThat(body.isAtEnd()).isFalse();
  }

  @Test
  void what_a_reader_closes_stays_readable_for_who_made_it() throws IOException {
    var body = body(new ByteArrayInputStream(new byte[] {'a', 'b'}));

    assertThat(body.read()).isEqualTo('a');
    assertThat(body.available()).isEqualTo(1);
    body.close();

    assertThat(body.read()).isEqualTo('b');
    assertThat(body.read()).isEqualTo(-1);
    assertThat(body.isAtEnd()).isTrue();
  }
}
