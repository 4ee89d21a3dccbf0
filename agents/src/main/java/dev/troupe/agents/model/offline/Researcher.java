package dev.troupe.agents.model.offline;

import dev.troupe.agents.knowledge.Embedder;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.model.offline.Research.Claim;
import dev.troupe.agents.model.offline.Research.Conflict;
import dev.troupe.agents.model.offline.Scorer.Findings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Answers one question from the passages retrieved for it, or says that they do not. */
final class Researcher {
  private static final int MOST_NEAREST = 4;
  private static final int MOST_CONFLICTING_ADDED = 2;

  /** A sentence that contradicts a claim is worth showing a little below what answers alone. */
  private static final double LEAST_CONFLICTING_SCORE = 0.45;

  private static final int MOST_LEADING = 3;
  private static final double LEAST_OF_LEADING = 0.87;

  private final Scorer scorer;
  private final OfflineSettings settings;

  Researcher(Embedder embedder, OfflineSettings settings) {
    this.scorer = new Scorer(embedder, settings.candidates());
    this.settings = settings;
  }

  /** Of a thing to choose, what is said of it at all is worth showing where the respect is not. */
  Research research(String asked, List<Passage> passages) {
    var found = research(Question.of(asked), asked, passages);
    if (found.answered()) return found;
    return Alternatives.side(asked)
        .map(side -> research(Question.of(side.inAnyRespect()), asked, passages))
        .orElse(found);
  }

  private Research research(Question question, String asked, List<Passage> passages) {
    var findings = scorer.score(question, passages);
    var selected = Selection.of(question, findings, settings);
    var chosen = new ArrayList<Candidate>();
    for (var scored : selected) chosen.add(scored.candidate());
    if (!chosen.isEmpty()) addConflicting(chosen, question, findings);
    var conflicts = new ArrayList<Conflict>();
    for (var one : Disagreements.among(chosen))
      conflicts.add(new Conflict(List.of(one.first(), one.second()), one.about()));
    var claims = chosen.stream().map(Researcher::claim).toList();
    return new Research(
        asked,
        !claims.isEmpty(),
        claims,
        leading(selected),
        conflicts,
        documents(passages),
        nearest(findings));
  }

  /** The list or table that leads, or the sentences that are nearly as good as the best. */
  private static int leading(List<Scored> selected) {
    if (selected.isEmpty()) return 0;
    var best = selected.getFirst();
    var listed = 0;
    var strong = 0;
    for (var one : selected) {
      if (listed < selected.indexOf(one)) break;
      if (one.candidate().standsWith(best.candidate())) listed++;
    }
    for (var one : selected) {
      if (strong == MOST_LEADING || one.score() < LEAST_OF_LEADING * best.score()) break;
      strong++;
    }
    return listed > 1 ? listed : strong;
  }

  private static void addConflicting(List<Candidate> chosen, Question question, Findings findings) {
    var answerability = new Answerability(question, findings);
    var added = 0;
    for (var scored : findings.scored()) {
      var candidate = scored.candidate();
      var conflicts =
          chosen.stream().anyMatch(claim -> Disagreements.about(claim, candidate).isPresent());
      if (!conflicts || chosen.contains(candidate)) continue;
      if (scored.score() < LEAST_CONFLICTING_SCORE || !answerability.admits(candidate)) continue;
      chosen.add(candidate);
      if (++added == MOST_CONFLICTING_ADDED) return;
    }
  }

  private static Claim claim(Candidate candidate) {
    var passage = candidate.passage();
    return new Claim(
        candidate.quote(), candidate.quote(), passage.id(), passage.document(), passage.heading());
  }

  private static List<String> documents(List<Passage> passages) {
    return passages.stream().map(Passage::document).distinct().sorted().toList();
  }

  private static List<String> nearest(Findings findings) {
    var places = new LinkedHashSet<String>();
    for (var scored : findings.scored()) {
      var passage = scored.candidate().passage();
      places.add(
          passage.heading() == null
              ? passage.document()
              : passage.document() + " › " + passage.heading());
    }
    return places.stream().limit(MOST_NEAREST).toList();
  }
}
