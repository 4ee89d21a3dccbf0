package dev.troupe.agents.knowledge.reading;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The headings above the place at hand, outermost first. */
final class HeadingPath {
  private final TreeMap<Integer, String> titles = new TreeMap<>();

  void enter(int level, String title) {
    titles.tailMap(level, true).clear();
    titles.put(level, title);
  }

  /** Joined for display; null above the first heading. */
  @Nullable String joined() {
    Map<Integer, String> above = titles;
    return above.isEmpty() ? null : String.join(" › ", above.values());
  }
}
