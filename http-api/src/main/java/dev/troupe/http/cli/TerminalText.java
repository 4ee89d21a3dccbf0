package dev.troupe.http.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Takes from UTF-8 text what would steer a terminal or turn its letters around: models and pages
 * wrote some of what a user is shown. Of control characters the line's end and the tab are left;
 * for others the picture of them stands.
 */
final class TerminalText extends FilterOutputStream {
  private static final int PICTURES = 0x2400;
  private static final int PICTURE_OF_DELETE = 0x2421;
  private static final int UNKNOWN = 0xFFFD;
  private static final int SEQUENCE_AT_MOST = 4;

  private final int[] sequence = new int[SEQUENCE_AT_MOST];
  private int held;
  private int wanted;

  TerminalText(OutputStream out) {
    super(out);
  }

  @Override
  public synchronized void write(int octet) throws IOException {
    int unit = octet & 0xFF;
    if (held > 0 && isContinuation(unit)) {
      sequence[held++] = unit;
      if (held == wanted) {
        end();
      }
      return;
    }
    pass();
    wanted = length(unit);
    if (wanted == 1) {
      single(unit);
    } else {
      sequence[held++] = unit;
    }
  }

  private static boolean isContinuation(int unit) {
    return (unit & 0xC0) == 0x80;
  }

  private static int length(int unit) {
    return unit < 0xC2 ? 1 : unit < 0xE0 ? 2 : unit < 0xF0 ? 3 : unit < 0xF5 ? 4 : 1;
  }

  private void single(int unit) throws IOException {
    if (unit == '\n' || unit == '\t' || (unit >= ' ' && unit < 0x7F)) {
      out.write(unit);
    } else {
      encode(unit < ' ' ? PICTURES + unit : unit == 0x7F ? PICTURE_OF_DELETE : UNKNOWN);
    }
  }

  private void end() throws IOException {
    if (isSteering()) {
      held = 0;
      encode(UNKNOWN);
    } else {
      pass();
    }
  }

  /** C1 controls, and what changes the direction of writing. */
  private boolean isSteering() {
    int first = sequence[0];
    int second = sequence[1];
    int third = sequence[2];
    return (held == 2 && first == 0xC2 && second < 0xA0)
        || (held == 3 && first == 0xE2 && second == 0x80 && third >= 0xAA && third <= 0xAE)
        || (held == 3 && first == 0xE2 && second == 0x81 && third >= 0xA6 && third <= 0xA9);
  }

  private void pass() throws IOException {
    for (int index = 0; index < held; index++) {
      out.write(sequence[index]);
    }
    held = 0;
  }

  private void encode(int character) throws IOException {
    out.write(0xE0 | (character >> 12));
    out.write(0x80 | ((character >> 6) & 0x3F));
    out.write(0x80 | (character & 0x3F));
  }

  @Override
  public synchronized void flush() throws IOException {
    super.flush();
  }
}
