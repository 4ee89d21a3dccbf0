package dev.troupe.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainWordsTest {

  @Test
  void a_failure_says_what_its_message_says() {
    assertThat(PlainWords.of(new IOException("the disk is full"))).isEqualTo("the disk is full");
    assertThat(PlainWords.of(new ConnectException("Connection refused")))
        .isEqualTo("Connection refused");
  }

  @Test
  void a_message_that_only_repeats_its_cause_is_that_causes() {
    var full = new IOException("the disk is full");

    assertThat(PlainWords.of(new CompletionException(full))).isEqualTo("the disk is full");
    assertThat(PlainWords.of(new UncheckedIOException(new ConnectException())))
        .isEqualTo("nothing answers there");
    assertThat(PlainWords.of(refused())).isEqualTo("nothing answers there");
  }

  /** As the JDK's client has it. */
  private static Exception refused() {
    var refused = new ConnectException();
    refused.initCause(new ClosedChannelException());
    return refused;
  }

  @Test
  void what_says_nothing_is_told_by_its_kind() {
    assertThat(PlainWords.of(new ConnectException())).isEqualTo("nothing answers there");
    assertThat(PlainWords.of(new UnknownHostException("nowhere.example")))
        .isEqualTo("there is no host nowhere.example");
    assertThat(PlainWords.of(new TimeoutException("Ask timed out on [Actor[akka://x]]")))
        .isEqualTo("it took too long");
    assertThat(PlainWords.of(new HttpTimeoutException(null))).isEqualTo("it took too long");
    assertThat(PlainWords.of(new ClosedChannelException())).isEqualTo("the connection broke off");
    assertThat(PlainWords.of(new IllegalStateException()))
        .isEqualTo("it gave no reason; the log has more");
  }

  @Test
  void a_message_that_cannot_be_read_is_left_out() {
    var odd =
        new RuntimeException() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            throw new IllegalStateException();
          }
        };

    assertThat(PlainWords.of(odd)).isEqualTo("it gave no reason; the log has more");
  }

  @ParameterizedTest
  @CsvSource({"PT4S, 4 s", "PT0.25S, 0.25 s", "PT2M, 120 s", "PT0S, 0 s"})
  void times_are_seconds(Duration time, String told) {
    assertThat(PlainWords.of(time)).isEqualTo(told);
  }
}
