package dev.troupe.agents.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CancelledStreamTest {

  @ParameterizedTest
  @EnumSource
  void a_call_cancelled_before_it_begins_asks_nobody(Voice voice) throws Exception {
    var waiting = new ArrayList<Runnable>();
    try (var call =
        new StreamedCall(
            voice.provider(),
            wire -> wire.chunked().chunk(voice.hello()).end(),
            List.of(),
            waiting::add)) {
      call.answer().cancel(true);
      waiting.forEach(Runnable::run);

      assertThat(call.server().connections).hasValue(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_call_cancelled_while_its_answer_streams_closes_the_connection(Voice voice)
      throws Exception {
    var begun = new CountDownLatch(1);
    try (var call =
        new StreamedCall(
            voice.provider(),
            wire -> {
              wire.chunked().chunk(voice.begin() + voice.text("Hel"));
              begun.countDown();
              wire.stall();
            },
            List.of())) {
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

      call.answer().cancel(true);

      assertThat(call.server().left.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(call.answer()).isCancelled();
      assertThat(call.server().connections).hasValue(1);
    }
  }
}
