package dev.troupe.agents.model.offline;

import dev.troupe.agents.model.offline.Question.Wants;
import dev.troupe.agents.model.offline.Scorer.Findings;
import dev.troupe.agents.model.offline.Scorer.ScoredListing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the claims of one answer: a list or table as a whole where it is the answer, and the best
 * sentences, each of which must add something.
 */
final class Selection {
  private static final double LEAST_LISTING_SCORE = 0.58;

  /** A listing leads when no single sentence is better, or much better if it is named. */
  private static final double LEEWAY_IF_NAMED = 0.12;

  /** Beside a list that is the answer, a sentence has to be nearly as good. */
  private static final double LEAST_OF_LEADING_NAMED = 0.9;

  private static final double LEAST_OF_LEADING = 0.8;

  private static final double COMPANION_LEEWAY = 0.15;
  private static final double LEAST_OF_LISTING = 0.5;

  /** Far below the best, a sentence is about something else. */
  private static final double LEAST_OF_BEST = 0.66;

  private static final double SAYS_THE_SAME_LIKENESS = 0.6;
  private static final double SAYS_THE_SAME_SIMILARITY = 0.94;
  private static final double REDUNDANCY_PENALTY = 0.6;
  private static final double UNRELATED = 0.75;

  private final Question question;
  private final Findings findings;
  private final Answerability answerability;
  private final OfflineSettings settings;
  private final LinkedHashSet<Scored> chosen = new LinkedHashSet<>();

  private Selection(Question question, Findings findings, OfflineSettings settings) {
    this.question = question;
    this.findings = findings;
    this.settings = settings;
    this.answerability = new Answerability(question, findings);
  }

  /** The answer first; empty when the passages do not answer. */
  static List<Scored> of(Question question, Findings findings, OfflineSettings settings) {
    var selection = new Selection(question, findings, settings);
    return selection.answerability.isAnswerable() ? selection.choose() : List.of();
  }

  private List<Scored> choose() {
    var leading = leadingListing();
    leading.ifPresent(this::addItems);
    leading.ifPresent(this::addCompanions);
    var mostChosen =
        Math.max(settings.claims(), Math.min(chosen.size() + 3, settings.listedClaims()));
    var open = new ArrayList<Scored>();
    for (var scored : findings.scored()) {
      if (answerability.answers(scored) && !scored.candidate().isTorn()) open.add(scored);
    }
    if (open.isEmpty()) return List.copyOf(chosen);
    var floor = Math.max(LEAST_OF_BEST * open.getFirst().score(), floorBeside(leading));
    open.removeIf(one -> one.score() < floor);
    open.replaceAll(one -> atLeastAsItsOpening(one, open));
    open.removeIf(one -> open.stream().anyMatch(other -> isOpeningOf(one, other)));
    open.sort(Comparator.comparingDouble((Scored one) -> -one.score()));
    while (!open.isEmpty() && chosen.size() < mostChosen) {
      var next = mostUseful(open);
      open.remove(next);
      if (!saysTheSame(next)) chosen.add(next);
    }
    return List.copyOf(chosen);
  }

  /** What leans on a sentence says that one too, and is worth no less. */
  private static Scored atLeastAsItsOpening(Scored scored, List<Scored> open) {
    return open.stream()
        .filter(other -> isOpeningOf(other, scored) && other.score() > scored.score())
        .findFirst()
        .map(other -> scored.withScore(other.score()))
        .orElse(scored);
  }

  private static boolean isOpeningOf(Scored one, Scored leaning) {
    return leaning.candidate().opening().strip().equals(one.candidate().quote());
  }

  private double floorBeside(Optional<ScoredListing> leading) {
    if (leading.isEmpty()) return 0;
    var best = chosen.stream().mapToDouble(Scored::score).max().orElse(0);
    var isWholeAnswer = leading.get().named() && question.wants() == Wants.LISTING;
    return best * (isWholeAnswer ? LEAST_OF_LEADING_NAMED : LEAST_OF_LEADING);
  }

  private Optional<ScoredListing> leadingListing() {
    if (!question.asksForList() || findings.listings().isEmpty()) return Optional.empty();
    var best = findings.listings().getFirst();
    var rival =
        findings.scored().stream()
            .filter(answerability::answers)
            .filter(one -> !best.listing().holds(one.candidate()))
            .mapToDouble(Scored::score)
            .max()
            .orElse(0);
    var leads =
        best.score() >= LEAST_LISTING_SCORE
            && best.score() >= rival - (best.named() ? LEEWAY_IF_NAMED : 0);
    return leads ? Optional.of(best) : Optional.empty();
  }

  /** "Pros and cons" are two lists, each named as the question names it. */
  private void addCompanions(ScoredListing leading) {
    if (question.enumerated().size() < 2) return;
    for (var other : findings.listings()) {
      var isNear = other.score() >= leading.score() - COMPANION_LEEWAY;
      if (!other.equals(leading) && other.named() && isNear) addItems(other);
    }
  }

  private void addItems(ScoredListing leading) {
    for (var item : leading.listing().items()) {
      findings.scored().stream()
          .filter(one -> one.candidate().equals(item))
          .filter(one -> one.score() >= LEAST_OF_LISTING * leading.score())
          .filter(one -> answerability.admits(one.candidate()))
          .filter(_ -> chosen.size() < settings.listedClaims())
          .forEach(chosen::add);
    }
  }

  /** The best of what is left, counting less what repeats what is chosen. */
  private Scored mostUseful(List<Scored> open) {
    var best = open.getFirst();
    var bestUse = -1.0;
    for (var one : open) {
      var use = one.score() - REDUNDANCY_PENALTY * Math.max(0, nearest(one) - UNRELATED);
      if (use > bestUse) {
        best = one;
        bestUse = use;
      }
    }
    return best;
  }

  private double nearest(Scored one) {
    return chosen.stream()
        .mapToDouble(other -> one.vector().similarity(other.vector()))
        .max()
        .orElse(0);
  }

  private boolean saysTheSame(Scored one) {
    for (var other : chosen) {
      var likeness = Trigrams.likeness(one.candidate().quote(), other.candidate().quote());
      var similarity = one.vector().similarity(other.vector());
      if (other.equals(one) || likeness > SAYS_THE_SAME_LIKENESS) return true;
      if (!one.candidate().isRow() && similarity > SAYS_THE_SAME_SIMILARITY) return true;
    }
    return false;
  }
}
