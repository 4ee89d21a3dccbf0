package dev.troupe.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalTextTest {
  private static String shown(String text) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var terminal = new TerminalText(out)) {
      terminal.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void text_is_shown_as_it_is() throws IOException {
    var text = "Zwölf Boxkämpfer, 東京, \uD83D\uDE00, \u00a0—\n\tand so on.";

    assertThat(shown(text)).isEqualTo(text);
  }

  @Test
  void escapes_do_not_reach_the_terminal() throws IOException {
    assertThat(shown("\u001b[31mRED\u001b]0;title\u0007\r\b\u007f"))
        .isEqualTo("␛[31mRED␛]0;title␇␍␈␡");
  }

  @Test
  void what_steers_in_two_or_three_bytes_is_taken_too() throws IOException {
    assertThat(shown("a\u009b31mb\u202ec\u2066d")).isEqualTo("a\uFFFD31mb\uFFFDc\uFFFDd");
  }

  @Test
  void a_broken_sequence_holds_nothing_back() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var terminal = new TerminalText(out)) {
      terminal.write(new byte[] {(byte) 0xE2, 'a', (byte) 0xE2, (byte) 0x82, '\n'});
    }

    assertThat(out.toByteArray()).containsExactly(0xE2, 'a', 0xE2, 0x82, '\n');
  }
}
