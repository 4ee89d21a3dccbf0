package dev.troupe.agents.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** Reads a response body to its end, which is given up as soon as it is longer than allowed. */
final class WholeBody {
  private static final int UNTOLD_BYTES = 8 * 1024;
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private WholeBody() {}

  static String read(@Nullable HttpEntity body, long bytesAtMost) throws IOException {
    if (body == null) {
      return "";
    }
    long told = body.getContentLength();
    if (told > bytesAtMost) {
      throw new TransportFailure.TooLarge(bytesAtMost);
    }
    int most = (int) Math.min(bytesAtMost, LONGEST_ARRAY - 1);
    // The one byte more finds the end, or that there is none.
    var bytes = new byte[(int) Math.min(told < 0 ? UNTOLD_BYTES : told, most) + 1];
    var content = body.getContent();
    int count = 0;
    for (int read = 0; read >= 0; read = content.read(bytes, count, bytes.length - count)) {
      count += read;
      if (count > most) {
        throw new TransportFailure.TooLarge(bytesAtMost);
      }
      if (count == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(2L * count, most + 1L));
      }
    }
    return new String(bytes, 0, count, StandardCharsets.UTF_8);
  }
}
