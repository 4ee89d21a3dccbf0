package dev.troupe.agents.knowledge.reading;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8: a file that is not text is refused, not read with holes in it. */
final class Utf8 {
  private Utf8() {}

  /** Without a byte order mark, line ends as LF. */
  static String decode(byte[] bytes) throws UnreadableDocument {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer input = ByteBuffer.wrap(bytes);
    CharBuffer output = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(input, output, true);
    if (result.isError()) {
      throw new UnreadableDocument(
          "is not UTF-8 text (byte " + input.position() + "): save it as UTF-8");
    }
    String text = output.flip().toString();
    int zero = text.indexOf('\0');
    if (zero >= 0) {
      throw new UnreadableDocument(
          "is not text (a zero byte at character " + zero + "): is it a binary file?");
    }
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return plain.replace("\r\n", "\n").replace('\r', '\n');
  }
}
