package dev.troupe.agents.model.offline;

import dev.troupe.agents.knowledge.KnowledgeBase;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.model.offline.Draft.Citation;
import dev.troupe.agents.model.offline.Research.Claim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a reviewer checks a draft against: its citations, and the passages as they are stored. */
final class Evidence {
  private final Map<Integer, Citation> citations = new HashMap<>();
  private final Map<String, Passage> passages = new LinkedHashMap<>();

  private Evidence() {}

  static Evidence of(KnowledgeBase knowledge, String tenant, Draft draft, List<Research> research) {
    var evidence = new Evidence();
    var ids = new ArrayList<String>();
    for (var citation : draft.citations()) {
      evidence.citations.putIfAbsent(citation.number(), citation);
      ids.add(citation.passage());
    }
    for (var one : research) for (var claim : one.claims()) ids.add(claim.passage());
    ids.removeIf(Objects::isNull);
    if (!ids.isEmpty()) {
      for (var passage : knowledge.passages(tenant, ids.stream().distinct().toList()))
        evidence.passages.put(passage.id(), passage);
    }
    return evidence;
  }

  @Nullable Citation citation(int number) {
    return citations.get(number);
  }

  @Nullable Passage passage(Citation citation) {
    return citation.passage() == null ? null : passages.get(citation.passage());
  }

  /** Words that stand in some passage, though perhaps not in the one cited. */
  boolean standSomewhere(String text) {
    return passages.values().stream().anyMatch(passage -> holds(passage, text));
  }

  /** The header, but for the column of sources, of a table that a passage is a row of. */
  boolean hasHeader(String header) {
    return passages.values().stream()
        .anyMatch(one -> one.header() != null && Wording.sameRow(one.header(), header));
  }

  boolean isResearched(Claim claim) {
    var passage = claim.passage() == null ? null : passages.get(claim.passage());
    return passage != null && claim.quote() != null && holds(passage, claim.quote());
  }

  static boolean holds(Passage passage, String text) {
    if (Wording.contains(passage.text(), text)) return true;
    return TableRow.isRow(text)
        && passage.text().lines().anyMatch(line -> Wording.sameRow(line, text));
  }
}
