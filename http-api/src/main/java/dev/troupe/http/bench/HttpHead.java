package dev.troupe.http.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The head of an HTTP/1.1 message: everything before the empty line. */
final class HttpHead {
  private static final String LENGTH = "content-length:";

  private HttpHead() {}

  /** With its last line's end; fails if the stream ends before. */
  static String read(InputStream in, int largest) throws IOException {
    var head = new ByteArrayOutputStream(256);
    int matched = 0;
    while (matched < 4) {
      int next = in.read();
      if (next < 0) {
        throw HttpConnection.closedByServer();
      }
      head.write(next);
      boolean fits = next == (matched % 2 == 0 ? '\r' : '\n');
      matched = fits ? matched + 1 : next == '\r' ? 1 : 0;
      if (head.size() > largest) {
        throw new IOException("a head of more than " + largest + " bytes");
      }
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw HttpConnection.closedByServer();
      }
      line.append((char) next);
    }
    return line.toString();
  }

  /** 0 where there is none. */
  static int contentLength(String lowerCaseHead) {
    int at = lowerCaseHead.indexOf(LENGTH);
    if (at < 0) {
      return 0;
    }
    int end = lowerCaseHead.indexOf('\r', at);
    return Integer.parseInt(lowerCaseHead.substring(at + LENGTH.length(), end).strip());
  }
}
