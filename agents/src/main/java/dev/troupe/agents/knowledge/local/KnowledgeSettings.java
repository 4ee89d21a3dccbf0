package dev.troupe.agents.knowledge.local;

import com.typesafe.config.Config;
import java.time.Duration;

/** Settings of reading and searching; {@code troupe-knowledge.conf} says what each is for. */
public record KnowledgeSettings(
    long maxDocumentBytes,
    int maxPassagesPerDocument,
    int embeddingThreads,
    int embeddingsInMemory,
    int candidates,
    int fusionConstant,
    int exactUpToPassages,
    Duration recheckInterval,
    SearchIn searchIn,
    int postingsPerWord) {

  /** From the configuration's root, as a system holds it. */
  public static KnowledgeSettings of(Config root) {
    Config knowledge = root.getConfig("troupe.knowledge");
    return new KnowledgeSettings(
        knowledge.getBytes("max-document-bytes"),
        knowledge.getInt("max-passages-per-document"),
        knowledge.getInt("embedding.threads"),
        knowledge.getInt("embedding.vectors-in-memory"),
        knowledge.getInt("search.candidates"),
        knowledge.getInt("search.fusion-constant"),
        knowledge.getInt("search.exact-up-to-passages"),
        knowledge.getDuration("recheck-interval"),
        SearchIn.of(root),
        knowledge.getInt("search.postings-per-word"));
  }

  KnowledgeSettings searchedIn(SearchIn other) {
    return new KnowledgeSettings(
        maxDocumentBytes,
        maxPassagesPerDocument,
        embeddingThreads,
        embeddingsInMemory,
        candidates,
        fusionConstant,
        exactUpToPassages,
        recheckInterval,
        other,
        postingsPerWord);
  }
}
