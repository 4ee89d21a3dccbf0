package dev.troupe.http.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The controlling terminal's size, asked again every second: a user may resize it. */
final class TerminalSize {
  private static final Duration FRESH = Duration.ofSeconds(1);

  private int columns = 80;
  private int rows = 24;
  private Instant asked = Instant.EPOCH;

  int columns() {
    refresh();
    return columns;
  }

  int rows() {
    return rows;
  }

  private void refresh() {
    Instant now = Instant.now();
    if (asked.plus(FRESH).isAfter(now)) {
      return;
    }
    asked = now;
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (stty.waitFor(1, TimeUnit.SECONDS) && stty.exitValue() == 0) {
        read(answer.strip().split(" "));
      }
    } catch (IOException e) {
      // No stty or no terminal to ask: the size of the first terminals fits everywhere.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(String[] size) {
    int tall = Integer.parseInt(size[0]);
    int wide = Integer.parseInt(size[1]);
    if (tall > 0 && wide > 0) {
      rows = tall;
      columns = Math.max(20, wide);
    }
  }
}
