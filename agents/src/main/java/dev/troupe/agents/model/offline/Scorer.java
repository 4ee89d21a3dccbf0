package dev.troupe.agents.model.offline;

import dev.troupe.agents.knowledge.Embedder;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.model.offline.Question.Wants;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;

/** Finds the sentences of passages that may answer a question, best first. */
final class Scorer {
  private static final double SIMILARITY_SHARE = 0.55;
  private static final double COVERAGE_SHARE = 0.4;
  private static final double RANK_SHARE = 0.05;

  /** Where the embedding model's similarities of unrelated and of equal texts lie. */
  private static final double UNRELATED = 0.45;

  private static final double ALIKE = 0.85;

  /** An item gains from the list or table it stands in, when that is what was asked for. */
  private static final double LISTING_SHARE = 0.5;

  private static final double KIND_NAMED = 0.12;
  private static final double KIND_NOT_NAMED = -0.05;
  private static final double BESIDE_TOPIC = -0.08;
  private static final int MOST_LISTINGS = 10;

  /**
   * @param named whether what stands above it names the kind of thing that was asked for
   */
  record ScoredListing(Listing listing, double score, boolean named) {}

  /** All that was looked at, best first, with the share of the question found nowhere. */
  record Findings(List<Scored> scored, List<ScoredListing> listings, double missing) {}

  private final Embedder embedder;
  private final int mostCandidates;

  Scorer(Embedder embedder, int mostCandidates) {
    this.embedder = embedder;
    this.mostCandidates = mostCandidates;
  }

  Findings score(Question question, List<Passage> passages) {
    var all = new ArrayList<>(Candidates.of(passages));
    all.removeIf(one -> one.leans() && !addsTo(question, one));
    if (all.isEmpty()) return new Findings(List.of(), List.of(), 1);
    var coverage = new Coverage(question, all);
    var asked = new Vector(embedder.embedQuery(question.meant()));
    var listings = scoreListings(question, Listing.in(all), asked, coverage);
    var candidates = preselect(all, coverage);
    var texts = candidates.stream().map(Candidate::embeddable).toList();
    var vectors = Vector.of(embedder.embed(texts));
    var scored = new ArrayList<Scored>();
    for (var at = 0; at < candidates.size(); at++) {
      var alone = score(question, candidates.get(at), vectors.get(at), asked, coverage);
      scored.add(inListing(alone, listings));
    }
    scored.sort(BEST_FIRST);
    return new Findings(scored, listings, coverage.missing(all));
  }

  /**
   * What follows a sentence and leans on it gives a reason, or has to speak of the question too.
   */
  private static boolean addsTo(Question question, Candidate leaning) {
    if (question.wants() == Wants.REASON || question.negation().isPresent()) return true;
    var tail = Words.contentStems(leaning.tail());
    return question.terms().stream()
        .anyMatch(term -> !Lexicon.isGeneric(term.stem()) && Coverage.match(term, tail) > 0);
  }

  private List<ScoredListing> scoreListings(
      Question question, List<Listing> listings, Vector asked, Coverage coverage) {
    var likely =
        listings.stream()
            .sorted(Comparator.comparingDouble((Listing one) -> -coverage.of(one)))
            .limit(MOST_LISTINGS)
            .toList();
    var vectors = Vector.of(embedder.embed(likely.stream().map(Listing::outline).toList()));
    var scored = new ArrayList<ScoredListing>();
    for (var at = 0; at < likely.size(); at++) {
      var named = isNamed(question, likely.get(at));
      var near = near(vectors.get(at).similarity(asked));
      var score =
          SIMILARITY_SHARE * near
              + COVERAGE_SHARE * coverage.of(likely.get(at))
              + (named ? KIND_NAMED : KIND_NOT_NAMED);
      scored.add(new ScoredListing(likely.get(at), score, named));
    }
    scored.sort(Comparator.comparingDouble((ScoredListing one) -> -one.score));
    return scored;
  }

  /** A list of "ways" is named so above it: in a heading, a lead-in or a column's title. */
  private static boolean isNamed(Question question, Listing listing) {
    var first = listing.items().getFirst();
    return Form.answersHeading(question, first)
        || question.enumerated().stream()
            .anyMatch(kind -> Coverage.match(kind, first.kindStems()) > 0);
  }

  private static Scored inListing(Scored alone, List<ScoredListing> listings) {
    for (var listing : listings) {
      var lifts = listing.named && listing.score > alone.score();
      if (lifts && listing.listing.holds(alone.candidate()))
        return alone.withScore(alone.score() + LISTING_SHARE * (listing.score - alone.score()));
    }
    return alone;
  }

  private static double near(double similarity) {
    return Math.clamp((similarity - UNRELATED) / (ALIKE - UNRELATED), 0, 1);
  }

  private static final Comparator<Scored> BEST_FIRST =
      Comparator.comparingDouble(Scored::score)
          .reversed()
          .thenComparingInt(scored -> scored.candidate().rank())
          .thenComparingInt(scored -> scored.candidate().place());

  /** Vectors cost the most, so only sentences with a chance get one. */
  private List<Candidate> preselect(List<Candidate> all, Coverage coverage) {
    var chances = new IdentityHashMap<Candidate, Double>();
    for (var candidate : all)
      chances.put(candidate, coverage.of(candidate) + 0.6 / (1 + 0.25 * candidate.rank()));
    return all.stream()
        .sorted(Comparator.comparingDouble((Candidate one) -> -chances.getOrDefault(one, 0.0)))
        .limit(mostCandidates)
        .toList();
  }

  private static Scored score(
      Question question, Candidate candidate, Vector vector, Vector asked, Coverage coverage) {
    var similarity = vector.similarity(asked);
    var covered = coverage.of(candidate);
    var score =
        SIMILARITY_SHARE * near(similarity)
            + COVERAGE_SHARE * covered
            + RANK_SHARE / (1 + 0.2 * candidate.rank())
            + (coverage.speaksOfTopic(candidate) ? 0 : BESIDE_TOPIC)
            + Form.adjustment(question, candidate);
    return new Scored(candidate, vector, similarity, covered, score);
  }
}
