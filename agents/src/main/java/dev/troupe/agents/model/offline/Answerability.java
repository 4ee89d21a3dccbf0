package dev.troupe.agents.model.offline;

import dev.troupe.agents.model.offline.Quantity.Dimension;
import dev.troupe.agents.model.offline.Question.Name;
import dev.troupe.agents.model.offline.Scorer.Findings;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides what may count as an answer at all: being about the same field is not enough, a claim has
 * to be about the thing that was named and carry what was asked for.
 */
final class Answerability {
  private static final double LEAST_SCORE = 0.5;
  private static final double LEAST_SIMILARITY = 0.5;
  private static final double LEAST_COVERAGE = 0.2;

  /** Where more of the question than this is spoken of nowhere, its answer is elsewhere. */
  private static final double MOST_MISSING = 0.5;

  /** How much of what is asked of a named thing a claim has to speak of. */
  private static final double LEAST_OF_PREDICATE = 0.5;

  private static final int FEWEST_OF_PREDICATE = 2;

  /** "a fraction of a second", "minutes or days"; "per second" is no length of time. */
  private static final Pattern TIME_UNIT =
      Pattern.compile(
          "(?i)(?<!\\bper )\\b(?:(?:milli)?seconds?|minutes?|hours?|days|weeks|months)\\b");

  /** Of a thing that is not named a figure has to be about more than half of what is asked. */
  private static final double LEAST_OF_SUBJECT = 0.6;

  private static final double VERB_SHARE = 0.5;

  /** "< 800 ms" is a target or a limit without the word. */
  private static final Pattern BOUND =
      Pattern.compile("(?i)[<≤]\\s?[$\\d]|\\b(?:at most|up to|no more than) [$\\d]");

  private static final Set<String> BOUNDS =
      Set.of(Words.stem("target"), Words.stem("limit"), Words.stem("maximum"), Words.stem("goal"));

  private static final String COST = Words.stem("cost");

  private final Question question;
  private final Findings findings;
  private final Set<String> ordinaryStems;

  Answerability(Question question, Findings findings) {
    this.question = question;
    this.findings = findings;
    this.ordinaryStems = ordinaryStems(findings.scored());
  }

  /** Words also written small are no names of their own: the "Functions" of "Azure Functions". */
  private static Set<String> ordinaryStems(List<Scored> scored) {
    var stems = new HashSet<String>();
    for (var one : scored) {
      for (var word : Words.of(one.candidate().passage().text())) {
        if (!word.isCapitalised()) stems.add(word.stem());
      }
    }
    return stems;
  }

  boolean isAnswerable() {
    return findings.missing() <= MOST_MISSING && findings.scored().stream().anyMatch(this::answers);
  }

  boolean answers(Scored scored) {
    return scored.score() >= LEAST_SCORE
        && scored.similarity() >= LEAST_SIMILARITY
        && scored.coverage() >= LEAST_COVERAGE
        && admits(scored.candidate());
  }

  /** It is about what was named and carries what was asked for. */
  boolean admits(Candidate candidate) {
    return speaksOfName(candidate)
        && question.focus().isMetBy(candidate)
        && saysOfNamed(candidate)
        && isMeasured(candidate)
        && question.negation().map(one -> one.isMetBy(candidate)).orElse(true)
        && carriesWhatIsWanted(candidate);
  }

  /** A figure of something else is the most convincing wrong answer of all. */
  private boolean isMeasured(Candidate candidate) {
    if (question.measure().isEmpty()) return true;
    var measure = question.measure().get();
    return measure.isMetBy(candidate)
        && (!question.names().isEmpty() || isAboutSubject(candidate, measure));
  }

  private boolean isAboutSubject(Candidate candidate, Measure measure) {
    var asked = 0.0;
    var said = 0.0;
    for (var term : question.asked()) {
      var stem = term.stem();
      if (measure.isSaidBy(term)) continue;
      var weight = Lexicon.isVerb(term.surface()) ? VERB_SHARE : 1;
      asked += weight;
      if (isSaid(stem, candidate)) said += weight;
      else if (Coverage.match(stem, candidate.neighbourStems()) > 0
          || Coverage.match(stem, candidate.contextStems()) > 0) said += weight / 2;
    }
    return said >= LEAST_OF_SUBJECT * asked;
  }

  private static boolean isSaid(String stem, Candidate candidate) {
    return Coverage.match(stem, candidate.stems()) > 0
        || Coverage.match(stem, candidate.kindStems()) > 0;
  }

  /** Of a named thing something in particular is asked: its name alone does not answer. */
  private boolean saysOfNamed(Candidate candidate) {
    if (question.names().isEmpty() || question.predicate().isEmpty()) return true;
    var asked = question.predicate().size();
    var said = 0;
    for (var stem : question.predicate()) {
      var isSaid =
          Coverage.match(stem, candidate.stems()) > 0
              || Coverage.match(stem, candidate.contextStems()) > 0
              || (BOUNDS.contains(stem) && BOUND.matcher(candidate.quote()).find());
      if (isSaid) said++;
    }
    return said >= Math.max(LEAST_OF_PREDICATE * asked, Math.min(asked, FEWEST_OF_PREDICATE));
  }

  private boolean speaksOfName(Candidate candidate) {
    if (question.names().isEmpty()) return true;
    if (question.isOfSide()) return isOneOfSides(candidate);
    for (var name : question.names()) {
      if (isNamed(name, candidate.stems()) || isNamed(name, candidate.contextStems())) return true;
    }
    return false;
  }

  /** In its own words or its table's: what stands under a heading is of many things. */
  private boolean isOneOfSides(Candidate candidate) {
    var said = new HashSet<>(candidate.stems());
    var header = candidate.passage().header();
    if (header != null) said.addAll(Words.contentStems(header));
    return said.containsAll(question.names().getFirst().stems());
  }

  private boolean isNamed(Name name, Set<String> stems) {
    if (stems.containsAll(name.stems())) return true;
    var last = Words.of(name.surface()).getLast().stem();
    return stems.contains(last) && !ordinaryStems.contains(last);
  }

  private boolean carriesWhatIsWanted(Candidate candidate) {
    var quote = candidate.quote();
    return switch (question.wants()) {
      case PRICE -> Quantity.isIn(quote, Dimension.MONEY) && speaksOf(question.priced(), candidate);
      case COST -> speaksOfCost(candidate);
      case DURATION -> Quantity.isIn(quote, Dimension.TIME) || TIME_UNIT.matcher(quote).find();
      case SIZE ->
          Quantity.isIn(quote, Dimension.BYTES) || Quantity.isVaguelyIn(quote, Dimension.BYTES);
      case LIMIT -> !Quantity.in(quote).isEmpty();
      case DRAWBACK -> Drawbacks.areIn(candidate);
      case AMOUNT -> question.measure().isPresent() || !Quantity.in(quote).isEmpty();
      case DATE -> Quantity.isIn(quote, Dimension.YEAR);
      case PERSON -> saysWhatTheyDo(candidate);
      case REASON -> Form.mayExplain(question, candidate);
      case CONDITION, METHOD, LISTING, DEFINITION, ANYTHING -> true;
    };
  }

  /** Of a named thing its figures are wanted; else the word, or a duration, will do. */
  private boolean speaksOfCost(Candidate candidate) {
    if (!question.names().isEmpty()) return !Quantity.in(candidate.quote()).isEmpty();
    return Quantity.isIn(candidate.quote(), Dimension.TIME)
        || Quantity.isIn(candidate.quote(), Dimension.MONEY)
        || Coverage.match(COST, candidate.stems()) > 0
        || Coverage.match(COST, candidate.kindStems()) > 0;
  }

  /** "Who maintains it": in the very word, as most verbs mean another thing of another subject. */
  private boolean saysWhatTheyDo(Candidate candidate) {
    var verbs =
        question.doing().isEmpty()
            ? question.predicate().stream().filter(Lexicon::isVerbStem).toList()
            : question.doing();
    return verbs.isEmpty()
        || verbs.stream().anyMatch(candidate.stems()::contains)
        || verbs.stream().anyMatch(candidate.kindStems()::contains);
  }

  /** What is counted or paid for, where the question says so. */
  private static boolean speaksOf(Optional<String> stem, Candidate candidate) {
    return stem.isEmpty() || isSaid(stem.get(), candidate);
  }
}
