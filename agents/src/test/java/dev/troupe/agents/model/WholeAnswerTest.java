package dev.troupe.agents.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.model.RawServer.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections under answers that are not streamed. */
@Timeout(60)
class WholeAnswerTest {
  private static final Duration LONGER_THAN_UNASKED = Duration.ofMillis(1_200);
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

  private static StreamedCall call(Script script, String... settings) throws IOException {
    var all =
        Stream.concat(
            Stream.of("troupe.models.providers.openai.stream = false"), Stream.of(settings));
    return new StreamedCall("openai", script, all.toList());
  }

  private static String hello() {
    var body = FakeEndpoint.completion("Hello", "stop");
    return "%sContent-Length: %d\r\n\r\n%s"
        .formatted(OK, body.getBytes(StandardCharsets.UTF_8).length, body);
  }

  private static void chunkedHello(RawServer.Wire wire) throws IOException {
    var body = FakeEndpoint.completion("Hello", "stop");
    wire.raw(OK + "Transfer-Encoding: chunked\r\n\r\n")
        .chunk(body.substring(0, 100))
        .chunk(body.substring(100))
        .end();
  }

  @Test
  void a_connection_is_used_for_one_call_after_another() throws Exception {
    try (var call =
        call(wire -> {
          wire.raw(hello());
          wire.request();
          chunkedHello(wire);
          wire.request();
          wire.raw(hello());
        })) {
      assertThat(call.reply().text()).isEqualTo("Hello");
      assertThat(call.again().text()).isEqualTo("Hello");
      assertThat(call.again().text()).isEqualTo("Hello");

      assertThat(call.server().connections).hasValue(1);
    }
  }

  @Test
  void a_connection_is_not_used_again_where_the_server_says_so() throws Exception {
    try (var call =
        call(
            wire -> wire.whole(200, "", FakeEndpoint.completion("Hello", "stop")),
            "troupe.models.retries.times = 0")) {
      assertThat(call.reply().text()).isEqualTo("Hello");
      assertThat(call.again().text()).isEqualTo("Hello");

      assertThat(call.server().connections).hasValue(2);
    }
  }

  @Test
  void a_connection_that_the_server_has_closed_meanwhile_costs_no_try() throws Exception {
    try (var call = call(wire -> wire.raw(hello()), "troupe.models.retries.times = 0")) {
      assertThat(call.reply().text()).isEqualTo("Hello");
      LockSupport.parkNanos(LONGER_THAN_UNASKED.toNanos());
      assertThat(call.again().text()).isEqualTo("Hello");

      assertThat(call.server().connections).hasValue(2);
    }
  }

  @Test
  void nothing_is_sent_again_over_a_connection_that_ends_without_an_answer() throws Exception {
    try (var call = call(_ -> {}, "troupe.models.retries.times = 0")) {
      assertThat(call.failure())
          .hasMessageContaining("no connection (HTTP/1.1 header parser received no bytes)");

      assertThat(call.server().connections).hasValue(1);
    }
  }

  @Test
  void an_answer_that_drips_in_ends_at_the_calls_deadline() throws Exception {
    long begun = System.nanoTime();
    try (var call =
        call(
            wire -> wire.raw(OK + "Content-Length: 100000\r\n\r\n").dripRaw("x", 20),
            "timeout = 400 ms")) {
      var failure = call.failure();

      assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.TIMEOUT);
      assertThat(failure).hasMessageContaining("no answer came in time");
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isBetween(Duration.ofMillis(380), Duration.ofSeconds(10));
      assertThat(call.server().left.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(call.server().connections).hasValue(1);
    }
  }

  @Test
  void a_head_that_drips_in_ends_at_the_calls_deadline() throws Exception {
    try (var call = call(wire -> wire.raw(OK + "X: ").dripRaw("x", 20), "timeout = 400 ms")) {
      assertThat(call.failure()).hasMessageContaining("no answer came in time");
      assertThat(call.server().left.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void an_answer_that_is_cut_may_be_on_a_bill() throws Exception {
    try (var call =
        call(
            wire -> wire.raw(OK + "Content-Length: 100\r\n\r\nabc"),
            "troupe.models.retries.times = 0")) {
      var failure = call.failure();

      assertThat(failure).hasMessageContaining("broke off before its end");
      assertThat(failure.mayBeBilled()).isTrue();
    }
  }

  @Test
  void a_call_cancelled_while_it_waits_for_the_answer_closes_the_connection() throws Exception {
    var asked = new CountDownLatch(1);
    try (var call =
        call(wire -> {
          asked.countDown();
          wire.stall();
        })) {
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

      call.answer().cancel(true);

      assertThat(call.server().left.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(call.server().connections).hasValue(1);
    }
  }

  @Test
  void a_call_cancelled_in_the_middle_of_the_answer_closes_the_connection() throws Exception {
    var begun = new CountDownLatch(1);
    try (var call =
        call(wire -> {
          wire.raw(OK + "Content-Length: 100\r\n\r\nabc");
          begun.countDown();
          wire.stall();
        })) {
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

      call.answer().cancel(true);

      assertThat(call.server().left.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_longer_answer_than_allowed_is_given_up_however_it_comes() throws Exception {
    for (Script script :
        List.<Script>of(
            wire -> wire.raw(OK + "Content-Length: 100000000\r\n\r\n").dripRaw("x", 20),
            wire -> {
              wire.raw(OK + "Transfer-Encoding: chunked\r\n\r\n");
              wire.drip("x".repeat(10_000), 1);
            })) {
      try (var call = call(script, "troupe.models.http.response-bytes = 64 KiB")) {
        assertThat(call.failure()).hasMessageContaining("more than 65536 bytes");
        assertThat(call.server().left.await(20, TimeUnit.SECONDS)).isTrue();
      }
    }
  }
}
