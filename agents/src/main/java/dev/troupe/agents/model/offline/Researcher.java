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

  private final Scorer scorer;
  private final OfflineSettings settings;

  Researcher(Embedder embedder, OfflineSettings settings) {
    this.scorer = new Scorer(embedder, settings.candidates());
    this.settings = settings;
  }

  Research research(String asked, List<Passage> passages) {
    var question = Question.of(asked);
    var findings = scorer.score(question, passages);
    var chosen = new ArrayList<Candidate>();
    for (var scored : Selection.of(question, findings, settings)) chosen.add(scored.candidate());
    if (!chosen.isEmpty()) addConflicting(chosen, question, findings);
    var conflicts = new ArrayList<Conflict>();
    for (var one : Disagreements.among(chosen))
      conflicts.add(new Conflict(List.of(one.first(), one.second()), one.about()));
    var claims = chosen.stream().map(Researcher::claim).toList();
    return new Research(
        asked, !claims.isEmpty(), claims, conflicts, documents(passages), nearest(findings));
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
