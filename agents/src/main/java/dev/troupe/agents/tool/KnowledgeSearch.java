package dev.troupe.agents.tool;

import dev.troupe.agents.knowledge.KnowledgeBase;
import dev.troupe.agents.knowledge.Passage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The built-in tool {@code knowledge_search}: passages of the collections that a task may search.
 */
public final class KnowledgeSearch {
  public static final String NAME = "knowledge_search";

  record Question(
      @Description("a question or keywords, understandable on their own") String query) {}

  /** A passage as a model reads it. */
  record Hit(
      String passage,
      String document,
      @Nullable String heading,
      @Nullable String header,
      String text) {
    static Hit of(Passage passage) {
      return new Hit(
          passage.id(), passage.document(), passage.heading(), passage.header(), passage.text());
    }
  }

  private final KnowledgeBase knowledge;
  private final int passages;

  private KnowledgeSearch(KnowledgeBase knowledge, int passages) {
    this.knowledge = knowledge;
    this.passages = passages;
  }

  /**
   * @param passages how many a search gives
   */
  public static Tools in(KnowledgeBase knowledge, int passages) {
    return Tools.NONE.withOutside(
        NAME,
        "Searches the documents of this work and gives the passages that fit best.",
        Question.class,
        new KnowledgeSearch(knowledge, passages)::hits);
  }

  private List<Hit> hits(Question question, ToolCall call) {
    return knowledge.search(call.tenant(), call.collections(), question.query(), passages).stream()
        .map(found -> Hit.of(found.passage()))
        .toList();
  }
}
