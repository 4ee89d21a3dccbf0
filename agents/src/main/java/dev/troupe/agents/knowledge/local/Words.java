package dev.troupe.agents.knowledge.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * The words of a text as the replica has them (English stems), and BM25 in two parts, so that one
 * can be kept with each passage: how much a word weighs in a text, and how rare it is.
 */
final class Words {
  /** BM25's usual constants, which are Lucene's too. */
  private static final double SATURATION = 1.2;

  private static final double LENGTH_COUNTS = 0.75;

  /** Passages are cut to much the same length; an average would change with every addition. */
  private static final double USUAL_LENGTH = 60;

  private static final Analyzer ANALYZER = new EnglishAnalyzer();

  private Words() {}

  /** Each word with its weight, between 0 and 1. */
  static Map<String, Float> weights(String text) {
    Map<String, Integer> counts = counts(text);
    int length = counts.values().stream().mapToInt(Integer::intValue).sum();
    double norm = SATURATION * (1 - LENGTH_COUNTS + LENGTH_COUNTS * length / USUAL_LENGTH);
    Map<String, Float> weights = new LinkedHashMap<>();
    counts.forEach((word, count) -> weights.put(word, (float) (count / (count + norm))));
    return weights;
  }

  /** How often each word occurs, in the order of their first. */
  static Map<String, Integer> counts(String text) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    in(text).forEach(word -> counts.merge(word, 1, Integer::sum));
    return counts;
  }

  /**
   * @param having how many of {@code passages} have the word
   */
  static double rarity(long having, long passages) {
    return Math.log(1 + (Math.max(passages, having) - having + 0.5) / (having + 0.5));
  }

  private static List<String> in(String text) {
    try (TokenStream tokens = ANALYZER.tokenStream(IndexFields.TEXT, text)) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      List<String> words = new ArrayList<>();
      tokens.reset();
      while (tokens.incrementToken()) {
        words.add(term.toString());
      }
      tokens.end();
      return words;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
