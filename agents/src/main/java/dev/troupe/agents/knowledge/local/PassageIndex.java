package dev.troupe.agents.knowledge.local;

import java.util.List;
import java.util.Map;

/**
 * Passages by keyword and by vector. Nothing in an index is the truth: what it has lost, or lost
 * altogether, is filled in again from the {@link PassageStore}.
 */
interface PassageIndex extends AutoCloseable {

  /** Takes the place of what is indexed of the document. */
  void replace(String scope, StoredDocument document, List<EmbeddedPassage> passages);

  void remove(String scope, String name);

  /** Makes what was changed in a scope durable and visible. */
  void commit(String scope);

  /** Documents of a scope with the fingerprint of the version that is indexed. */
  Map<String, String> documents(String scope);

  /** The best passages by keyword, best first. */
  List<Scored> byKeyword(Within within, String text, int limit);

  /** The best passages by vector, best first. */
  List<Scored> byVector(Within within, float[] vector, int limit);

  @Override
  void close();
}
