package dev.troupe.agents.knowledge.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * BERT's uncased tokenizer: words and punctuation, cut into the longest pieces that the vocabulary
 * knows. Written here because the usual library probes the network and reports its use when loaded.
 */
final class WordPieces {
  /** What the model reads of a text, with its opening and closing mark. */
  static final int MAX_TOKENS = 512;

  private static final int MAX_WORD_CHARACTERS = 100;
  private static final String CONTINUED = "##";

  private final Map<String, Integer> vocabulary;
  private final int opening;
  private final int closing;
  private final int unknown;

  private WordPieces(Map<String, Integer> vocabulary) {
    this.vocabulary = vocabulary;
    this.opening = id("[CLS]");
    this.closing = id("[SEP]");
    this.unknown = id("[UNK]");
  }

  /** From a tokenizer.json as models publish it. */
  static WordPieces read(InputStream tokenizer) throws IOException {
    JsonNode words = JsonMapper.builder().build().readTree(tokenizer).at("/model/vocab");
    Map<String, Integer> vocabulary = new HashMap<>(words.size() * 2);
    words.properties().forEach(word -> vocabulary.put(word.getKey(), word.getValue().intValue()));
    return new WordPieces(vocabulary);
  }

  private int id(String token) {
    Integer id = vocabulary.get(token);
    if (id == null) {
      throw new IllegalStateException("The vocabulary has no " + token);
    }
    return id;
  }

  /** Token ids between the opening and the closing mark; what is too long is cut off. */
  long[] ids(String text) {
    List<Integer> ids = new ArrayList<>();
    ids.add(opening);
    for (String word : words(text)) {
      addPieces(word, ids);
      if (ids.size() >= MAX_TOKENS) {
        break;
      }
    }
    List<Integer> kept = ids.subList(0, Math.min(ids.size(), MAX_TOKENS - 1));
    kept.add(closing);
    return kept.stream().mapToLong(Integer::longValue).toArray();
  }

  private void addPieces(String word, List<Integer> ids) {
    if (word.codePointCount(0, word.length()) > MAX_WORD_CHARACTERS) {
      ids.add(unknown);
      return;
    }
    List<Integer> pieces = new ArrayList<>();
    int from = 0;
    while (from < word.length()) {
      int to = word.length();
      Integer piece = piece(word, from, to);
      while (piece == null && to > from + 1) {
        to--;
        piece = piece(word, from, to);
      }
      if (piece == null) {
        ids.add(unknown);
        return;
      }
      pieces.add(piece);
      from = to;
    }
    ids.addAll(pieces);
  }

  private @Nullable Integer piece(String word, int from, int to) {
    String part = word.substring(from, to);
    return vocabulary.get(from == 0 ? part : CONTINUED + part);
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    String plain = Normalizer.normalize(text, Normalizer.Form.NFD);
    plain
        .codePoints()
        .forEach(c -> {
          switch (CharacterRole.of(c)) {
            case SPACE -> end(word, words);
            case ALONE -> {
              end(word, words);
              words.add(Character.toString(c));
            }
            case LETTER -> word.appendCodePoint(Character.toLowerCase(c));
            case IGNORED -> {}
          }
        });
    end(word, words);
    return words;
  }

  private static void end(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }
}
