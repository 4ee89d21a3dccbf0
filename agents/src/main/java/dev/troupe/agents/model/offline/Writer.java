package dev.troupe.agents.model.offline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.knowledge.KnowledgeBase;
import dev.troupe.agents.model.Prompt;
import dev.troupe.agents.model.offline.Research.Claim;
import dev.troupe.agents.model.offline.Research.Conflict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the brief from what was researched, and again without what a reviewer refused. */
final class Writer {
  private static final double IS_MEANT_LIKENESS = 0.6;

  private final KnowledgeBase knowledge;

  Writer(KnowledgeBase knowledge) {
    this.knowledge = knowledge;
  }

  Draft write(Prompt prompt) {
    var input = prompt.input();
    var goal = Shapes.text(input, "goal");
    var research = research(input);
    var ids = research.stream().flatMap(one -> one.claims().stream().map(Claim::passage)).toList();
    var material = Material.of(knowledge, prompt.tenant(), ids);
    var comments = comments(prompt);
    var repaired = research.stream().map(one -> repaired(one, material, comments)).toList();
    var sound = withoutLopsided(repaired, material);
    var isEmpty = sound.stream().allMatch(one -> one.claims().isEmpty());
    return isEmpty ? NoAnswer.write(goal, sound) : BriefWriter.write(goal, sound, material);
  }

  /** To tell one half of a comparison would look like a verdict. */
  private static List<Research> withoutLopsided(List<Research> research, Material material) {
    if (!new Sides(research).leaveOpen(research, material)) return research;
    return research.stream().map(one -> Sides.isSide(one) ? one.withoutClaims() : one).toList();
  }

  /** In the order of the plan; a question that nobody researched is shown as unanswered. */
  private static List<Research> research(JsonNode input) {
    var done = new ArrayList<>(Shapes.list(input, "research", Research.class));
    var ordered = new ArrayList<Research>();
    for (var question : Shapes.texts(input, "questions")) {
      var found = done.stream().filter(one -> question.equals(one.question())).findFirst();
      found.ifPresent(done::remove);
      ordered.add(found.orElse(Research.unanswered(question)));
    }
    ordered.addAll(done);
    return ordered;
  }

  /** Those of this round and, because a fault must not come back, of the rounds before. */
  private static List<Comment> comments(Prompt prompt) {
    var comments = new ArrayList<Comment>();
    for (var exchange : prompt.earlier())
      comments.addAll(Shapes.list(exchange.input(), "comments", Comment.class));
    comments.addAll(Shapes.list(prompt.input(), "comments", Comment.class));
    return comments;
  }

  /**
   * A wrong citation or an altered number is mended by writing anew from the documents; what they
   * do not support, or what was refused as unsupported, is left out.
   */
  private static Research repaired(Research research, Material material, List<Comment> comments) {
    var kept = new ArrayList<Claim>();
    for (var claim : research.claims()) {
      if (material.supports(claim) && !isRefused(claim, comments)) kept.add(claim);
    }
    var conflicts = new ArrayList<Conflict>();
    for (var conflict : research.disagreements())
      renumbered(conflict, research.claims(), kept).ifPresent(conflicts::add);
    return new Research(
        research.question(),
        !kept.isEmpty(),
        kept,
        leading(research, kept),
        conflicts,
        research.searched(),
        research.nearest());
  }

  private static int leading(Research research, List<Claim> kept) {
    var leading = Math.min(research.leading(), research.claims().size());
    return (int) research.claims().subList(0, leading).stream().filter(kept::contains).count();
  }

  private static boolean isRefused(Claim claim, List<Comment> comments) {
    return comments.stream()
        .filter(comment -> Comment.UNSUPPORTED_CLAIM.equals(comment.fault()))
        .filter(comment -> comment.text() != null)
        .anyMatch(comment -> Trigrams.likeness(comment.text(), claim.quote()) > IS_MEANT_LIKENESS);
  }

  private static Optional<Conflict> renumbered(
      Conflict conflict, List<Claim> before, List<Claim> kept) {
    var numbers = new ArrayList<Integer>();
    for (var at : conflict.claims()) {
      var isThere = at >= 0 && at < before.size();
      if (isThere && kept.contains(before.get(at))) numbers.add(kept.indexOf(before.get(at)));
    }
    return numbers.size() == 2
        ? Optional.of(new Conflict(numbers, conflict.about()))
        : Optional.empty();
  }
}
