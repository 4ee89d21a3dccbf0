package dev.troupe.agents.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A call's listener hears the answer while it is written. */
class HeardAnswersTest {
  private static final String DROPPED = "(dropped)";

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final ModelGateway.Listener listener =
      new ModelGateway.Listener() {
        @Override
        public void wrote(String piece) {
          heard.add(piece);
        }

        @Override
        public void dropped() {
          heard.add(DROPPED);
        }
      };

  @ParameterizedTest
  @EnumSource
  void piece_by_piece(Voice voice) throws Exception {
    try (var call =
        new StreamedCall(
            voice.provider(),
            wire ->
                wire.chunked()
                    .chunk(voice.begin())
                    .chunk(voice.text("Hel"))
                    .chunk(voice.text("lo"))
                    .chunk(voice.finish("stop") + voice.usage() + voice.end())
                    .end(),
            List.of(),
            listener)) {
      assertThat(call.reply().text()).isEqualTo("Hello");
    }
    assertThat(heard.stream().filter(piece -> !piece.isEmpty())).containsExactly("Hel", "lo");
  }

  @ParameterizedTest
  @EnumSource
  void what_broke_off_is_dropped_before_the_next_try(Voice voice) throws Exception {
    var tries = new AtomicInteger();
    try (var call =
        new StreamedCall(
            voice.provider(),
            wire -> {
              wire.chunked().chunk(voice.begin());
              if (tries.incrementAndGet() == 1) {
                wire.chunk(voice.text("Hal")).reset();
              } else {
                wire.chunk(voice.text("Hello"))
                    .chunk(voice.finish("stop") + voice.usage() + voice.end())
                    .end();
              }
            },
            List.of(),
            listener)) {
      assertThat(call.reply().text()).isEqualTo("Hello");
    }
    assertThat(heard.stream().filter(piece -> !piece.isEmpty()).skip(heard.contains("Hal") ? 1 : 0))
        .containsExactly(DROPPED, "Hello");
  }

  @Test
  void a_whole_answer_is_not_told_in_pieces() throws Exception {
    try (var call =
        new StreamedCall(
            "openai",
            wire ->
                wire.whole(
                    200,
                    "",
                    "{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"}}]}"),
            List.of(),
            listener)) {
      assertThat(call.reply().text()).isEqualTo("Hello");
    }
    assertThat(heard).isEmpty();
  }
}
