package dev.troupe.agents.knowledge;

import java.io.IOException;
import java.util.List;

/** Documents that can be added to a collection: a folder's, or a program's own. */
public interface Documents {

  /** Names that are unique and stay the same from one call of {@code add} to the next, sorted. */
  List<String> names();

  byte[] read(String name) throws IOException;

  /** What was found and cannot be read at all, with reasons. */
  default List<KnowledgeBase.Broken> unreadable() {
    return List.of();
  }
}
