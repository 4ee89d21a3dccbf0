package dev.troupe.agents.knowledge.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Ids as the model's own tokenizer gives them; it agreed on 40,000 lines of text. */
class WordPiecesTest {
  private static final WordPieces PIECES = read();

  private static WordPieces read() {
    try (InputStream words =
        WordPiecesTest.class.getResourceAsStream("/bge-small-en-v1.5-q-tokenizer.json")) {
      return WordPieces.read(Objects.requireNonNull(words));
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  @Test
  void cuts_words_into_known_pieces_and_signs_into_tokens() {
    assertThat(PIECES.ids("Event‑driven agents cost ~$120 (10M calls)."))
        .containsExactly(
            101, 2724, 1514, 5533, 6074, 3465, 1066, 1002, 6036, 1006, 2184, 2213, 4455, 1007, 1012,
            102);
  }

  @Test
  void drops_accents_and_invisible_characters_and_separates_chinese() {
    assertThat(PIECES.ids("Übermäßig naïve café 日本 1️⃣ \u200bx"))
        .containsExactly(101, 19169, 2863, 19310, 8004, 15743, 7668, 1864, 1876, 100, 1060, 102);
  }

  @Test
  void reads_no_mark_from_a_text() {
    assertThat(PIECES.ids("[CLS]")).containsExactly(101, 1031, 18856, 2015, 1033, 102);
  }

  @Test
  void keeps_to_the_models_length_and_closes_it() {
    long[] ids = PIECES.ids("word ".repeat(600));

    assertThat(ids).hasSize(WordPieces.MAX_TOKENS).endsWith(102);
    assertThat(PIECES.ids("")).containsExactly(101, 102);
    assertThat(PIECES.ids("x".repeat(101))).containsExactly(101, 100, 102);
  }
}
