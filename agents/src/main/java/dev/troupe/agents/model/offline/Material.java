package dev.troupe.agents.model.offline;

import dev.troupe.agents.knowledge.KnowledgeBase;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.model.offline.Research.Claim;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The passages that claims were taken from, as the knowledge base has them. */
final class Material {
  private final Map<String, Passage> passages = new LinkedHashMap<>();

  private Material() {}

  static Material of(KnowledgeBase knowledge, String tenant, List<String> passageIds) {
    var material = new Material();
    var ids = passageIds.stream().filter(Objects::nonNull).distinct().toList();
    if (ids.isEmpty()) return material;
    for (var passage : knowledge.passages(tenant, ids))
      material.passages.put(passage.id(), passage);
    return material;
  }

  @Nullable Passage passage(String id) {
    return passages.get(id);
  }

  /** The quote stands word for word in the passage, and the passage where it is said to be. */
  boolean supports(Claim claim) {
    var passage = passages.get(claim.passage());
    return passage != null
        && passage.text().contains(claim.quote())
        && passage.document().equals(claim.document())
        && Objects.equals(passage.heading(), claim.heading());
  }

  /** The header row above a claim that is a table row; null for other claims. */
  @Nullable String header(Claim claim) {
    var passage = passages.get(claim.passage());
    return passage == null || passage.kind() != Passage.Kind.TABLE_ROW ? null : passage.header();
  }

  /** Both stand in one list or one table. */
  boolean standTogether(Claim one, Claim other) {
    var ofOne = passages.get(one.passage());
    var ofOther = passages.get(other.passage());
    return ofOne != null
        && ofOther != null
        && ofOne.kind() == ofOther.kind()
        && (ofOne.kind() == Passage.Kind.TABLE_ROW || ofOne.kind() == Passage.Kind.LIST)
        && ofOne.document().equals(ofOther.document())
        && Objects.equals(ofOne.heading(), ofOther.heading())
        && Objects.equals(ofOne.header(), ofOther.header());
  }
}
