package dev.troupe.agents.tool;

/** Text cut to what it takes in JSON, where a character has from one byte to twelve. */
public final class JsonText {
  private JsonText() {}

  /**
   * Where the longest piece of a text ends that begins there and fits; no character is torn.
   *
   * @param bytes as UTF-8, quotes left out
   */
  public static int endOfPiece(String text, int begin, int characters, long bytes) {
    int end = begin;
    long left = bytes;
    while (end < text.length()) {
      int character = text.codePointAt(end);
      int next = end + Character.charCount(character);
      left -= bytes(character);
      if (left < 0 || next - begin > characters) {
        break;
      }
      end = next;
    }
    return end;
  }

  private static int bytes(int character) {
    if (character < ' ') {
      return 6;
    }
    if (character == '"' || character == '\\') {
      return 2;
    }
    if (character < 0x80) {
      return 1;
    }
    if (character < 0x800) {
      return 2;
    }
    return Character.isBmpCodePoint(character) ? 3 : 12;
  }
}
