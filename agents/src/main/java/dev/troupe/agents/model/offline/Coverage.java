package dev.troupe.agents.model.offline;

import dev.troupe.agents.model.offline.Question.Term;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** How much of a question's wording a sentence takes up, rare words counting more. */
final class Coverage {
  private static final double SYNONYM = 0.8;
  private static final double CONTEXT = 0.65;

  /** The title of a whole document says little about one sentence of it. */
  private static final double OUTER_CONTEXT = 0.45;

  private static final double NEIGHBOUR = 0.3;

  private record Weighed(Term term, double weight) {}

  private final List<Weighed> terms;
  private final double total;
  private final String topic;

  /** Words that stand in most of the passages at hand tell little between them. */
  Coverage(Question question, Collection<Candidate> candidates) {
    terms = new ArrayList<>();
    for (var term : question.terms())
      terms.add(new Weighed(term, term.weight() * rarity(term, candidates)));
    topic =
        terms.stream()
            .filter(one -> !Lexicon.isGeneric(one.term.stem()))
            .filter(one -> !Lexicon.isVerbStem(one.term.stem()))
            .max(Comparator.comparingDouble(Weighed::weight))
            .or(() -> terms.stream().filter(one -> !Lexicon.isGeneric(one.term.stem())).findFirst())
            .map(one -> one.term.stem())
            .orElse("");
    total = terms.stream().mapToDouble(Weighed::weight).sum();
  }

  private static double rarity(Term term, Collection<Candidate> candidates) {
    var holding = 0;
    for (var candidate : candidates) {
      if (match(term, candidate.stems()) > 0 || match(term, candidate.contextStems()) > 0)
        holding++;
    }
    var scale = Math.log(1 + candidates.size());
    return scale == 0 ? 1 : 0.4 + 0.6 * Math.log((1.0 + candidates.size()) / (1 + holding)) / scale;
  }

  /** Between 0, nothing of the question, and 1, all of it in the sentence itself. */
  double of(Candidate candidate) {
    if (total == 0) return 0;
    var covered = 0.0;
    for (var weighed : terms) covered += weighed.weight * match(weighed.term, candidate);
    return covered / total;
  }

  /** The rarest thing that is asked about is spoken of, in its paragraph or directly above. */
  boolean speaksOfTopic(Candidate candidate) {
    var isParagraph = !candidate.isItem();
    return topic.isEmpty()
        || match(topic, candidate.stems()) > 0
        || match(topic, candidate.kindStems()) > 0
        || (isParagraph && match(topic, candidate.neighbourStems()) > 0);
  }

  /** Of a list or table: what stands above it counts, and what most of its items speak of. */
  double of(Listing listing) {
    if (total == 0) return 0;
    var covered = 0.0;
    for (var weighed : terms) {
      var items = 0.0;
      for (var item : listing.items()) items += match(weighed.term, item.stems());
      var context = match(weighed.term, listing.items().getFirst().contextStems());
      covered += weighed.weight * Math.max(context, items / listing.items().size());
    }
    return covered / total;
  }

  /** The share of the question that no candidate speaks of in any way. */
  double missing(Collection<Candidate> candidates) {
    if (total == 0) return 1;
    var missing = 0.0;
    for (var weighed : terms) {
      var isHeld = false;
      for (var candidate : candidates) isHeld |= match(weighed.term, candidate) > 0;
      if (!isHeld) missing += weighed.weight;
    }
    return missing / total;
  }

  private static double match(Term term, Candidate candidate) {
    var own = match(term, candidate.stems());
    var above = CONTEXT * match(term, candidate.kindStems());
    var context = Math.max(above, OUTER_CONTEXT * match(term, candidate.contextStems()));
    var neighbour = NEIGHBOUR * match(term, candidate.neighbourStems());
    return Math.max(own, Math.max(context, neighbour));
  }

  static double match(Term term, Set<String> stems) {
    return match(term.stem(), stems);
  }

  /** 1 for the word itself, less for one that means about the same. */
  static double match(String asked, Set<String> stems) {
    if (stems.contains(asked)) return 1;
    for (var stem : stems) if (Lexicon.areSynonyms(asked, stem)) return SYNONYM;
    return 0;
  }
}
