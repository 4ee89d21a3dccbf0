package dev.troupe.persistence;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Entries that the store itself finds, by their words and by their vector: for what is too large to
 * be indexed on every node. A write is found by every node's searches when its stage completes; by
 * its vector, where the store keeps several copies, soon after.
 *
 * <p>Every call names a scope, and nothing is found beyond it.
 */
public interface SearchTable {
  /** Of every vector, which is of unit length. */
  int DIMENSIONS = 384;

  /** A vector search answers no more. */
  int NEAREST_AT_MOST = 1000;

  /**
   * One entry; the same scope and key again takes its place.
   *
   * @param group what several entries belong to, to be filtered by
   * @param kind to be filtered by
   * @param words how much each of its words weighs, more than 0
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Entry(String key, String group, String kind, Map<String, Float> words, float[] vector) {}

  /** Only entries of one scope, and of a group and a kind where they are named. */
  record Filter(String scope, Optional<String> group, Optional<String> kind) {}

  /**
   * What was found.
   *
   * @param score the vectors' dot product, or the word's weight
   */
  record Hit(String key, double score) {}

  /** Each of them whole or not at all. */
  CompletionStage<Void> putAll(String scope, List<Entry> entries);

  /** Unknown keys are passed over. */
  CompletionStage<Void> delete(String scope, List<String> keys);

  /** Nearest first; approximate where there are many. At most {@link #NEAREST_AT_MOST}. */
  CompletionStage<List<Hit>> nearest(Filter filter, float[] vector, int limit);

  /** The entries in which the word weighs most, heaviest first. */
  CompletionStage<List<Hit>> heaviest(Filter filter, String word, int limit);

  /** How many entries of a scope have the word. Takes as long as they are many. */
  CompletionStage<Long> count(String scope, String word);

  /** The words of entries by key; unknown keys are left out. */
  CompletionStage<Map<String, Map<String, Float>>> words(String scope, List<String> keys);
}
