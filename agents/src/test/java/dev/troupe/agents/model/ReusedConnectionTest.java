package dev.troupe.agents.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReusedConnectionTest {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

  @ParameterizedTest
  @EnumSource
  void a_connection_whose_answer_was_whole_is_used_again(Voice voice) throws Exception {
    try (var call =
        new StreamedCall(
            voice.provider(),
            wire -> {
              wire.raw(HEAD).chunk(voice.hello()).end();
              wire.request();
              wire.raw(HEAD).chunk(voice.hello()).end();
            },
            List.of())) {
      assertThat(call.reply().text()).isEqualTo("Hello");
      assertThat(call.again().text()).isEqualTo("Hello");

      assertThat(call.server().connections).hasValue(1);
    }
  }
}
