package dev.troupe.agents.knowledge.embedding;

/** What BERT's tokenizer makes of a character. */
enum CharacterRole {
  SPACE,
  /** A token of its own: punctuation and Chinese characters. */
  ALONE,
  LETTER,
  /** Accents and what cannot be seen. */
  IGNORED;

  static CharacterRole of(int c) {
    if (c == '\t' || c == '\n' || c == '\r') {
      return SPACE;
    }
    return switch (Character.getType(c)) {
      case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          SPACE;
      case Character.NON_SPACING_MARK,
          Character.CONTROL,
          Character.FORMAT,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          IGNORED;
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          ALONE;
      default -> c == 0xFFFD ? IGNORED : isAsciiSign(c) || isChinese(c) ? ALONE : LETTER;
    };
  }

  /** Signs such as $, + and ^, which Unicode does not call punctuation. */
  private static boolean isAsciiSign(int c) {
    return (c >= 33 && c <= 47)
        || (c >= 58 && c <= 64)
        || (c >= 91 && c <= 96)
        || (c >= 123 && c <= 126);
  }

  private static boolean isChinese(int c) {
    return (c >= 0x4E00 && c <= 0x9FFF)
        || (c >= 0x3400 && c <= 0x4DBF)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0x20000 && c <= 0x2CEAF)
        || (c >= 0x2F800 && c <= 0x2FA1F);
  }
}
