package dev.troupe.agents.tool.mcp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Lines of a stream, none longer than allowed. */
final class BoundedLines {

  /** A line goes on beyond what is allowed. */
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final InputStream in;
  private final int bytesAtMost;

  BoundedLines(InputStream in, int bytesAtMost) {
    this.in = new BufferedInputStream(in);
    this.bytesAtMost = bytesAtMost;
  }

  /** The next line without its end; empty behind the last. */
  Optional<byte[]> next() throws IOException {
    var line = new ByteArrayOutputStream();
    int read = in.read();
    if (read < 0) {
      return Optional.empty();
    }
    while (read >= 0 && read != '\n') {
      if (line.size() == bytesAtMost) {
        throw new TooLong();
      }
      if (read != '\r') {
        line.write(read);
      }
      read = in.read();
    }
    return Optional.of(line.toByteArray());
  }
}
