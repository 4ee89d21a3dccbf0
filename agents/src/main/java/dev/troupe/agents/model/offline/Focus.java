package dev.troupe.agents.model.offline;

import dev.troupe.agents.model.offline.Quantity.Dimension;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The property that a question asks for ("cold start latency"), and of what: a text about the same
 * thing that is silent on the property does not answer.
 *
 * @param property the stems of its words, the noun itself last; empty when none is named
 * @param holder the stems of what has it; empty when that is not said in so many words
 * @param isChoice whether instances are asked for: "which regions"
 */
record Focus(List<String> property, Set<String> holder, boolean isChoice) {
  static final Focus NONE = new Focus(List.of(), Set.of(), false);
  private static final double LEAST_OF_HOLDER = 0.5;
  private static final String AUXILIARY =
      "(?:does|do|did|can|could|should|must|may|will|would|is|are|was|were|has|have)";
  private static final Pattern PROPERTY_OF =
      Pattern.compile(
          "(?is)^what\\s+(?:is|are|was|were)\\s+(?:the|an?)\\s+([^,]+?)\\s+(?:of|for|in|on)\\s+(.+)$");
  private static final Pattern CHOICE =
      Pattern.compile(
          "(?is)^(?:which|what)\\s+(?!" + AUXILIARY + "\\b)(.+?)\\s+" + AUXILIARY + "\\s.*$");
  private static final Pattern CHOICE_OF_SUBJECT = Pattern.compile("(?is)^which\\s+(.+)$");
  private static final Pattern GLUED = Pattern.compile("[\\p{L}\\p{N}]+(?:[-‑_][\\p{L}\\p{N}]+)+");

  /** "How are retries bounded": of what is bounded, only the retries matter. */
  private static final Pattern DONE_TO =
      Pattern.compile("(?is)^how\\s+(?:is|are|was|were)\\s+(.+?)\\s+\\p{L}{2,}ed\\b.*$");

  static Focus of(String question) {
    var of = PROPERTY_OF.matcher(question);
    if (of.matches()) return focus(of.group(1), Words.contentStems(of.group(2)), false);
    var choice = CHOICE.matcher(question);
    if (choice.matches()) return focus(choice.group(1), Set.of(), true);
    var subject = CHOICE_OF_SUBJECT.matcher(question);
    if (subject.matches()) return focus(beforeVerb(subject.group(1)), Set.of(), true);
    var done = DONE_TO.matcher(question);
    return done.matches() ? new Focus(List.of(), Words.contentStems(done.group(1)), false) : NONE;
  }

  private static Focus focus(String phrase, Set<String> holder, boolean isChoice) {
    var property = new ArrayList<String>();
    for (var word : Words.of(phrase)) {
      var isWeak = Lexicon.isStopWord(word.surface()) || Lexicon.isGeneric(word.stem());
      if (!isWeak && !word.isNumber()) property.add(word.stem());
    }
    if (property.isEmpty() || Lexicon.isRelation(property.getLast())) return NONE;
    return new Focus(List.copyOf(property), holder, isChoice);
  }

  /** "companies" of "companies use BM25". */
  private static String beforeVerb(String phrase) {
    var words = Words.of(phrase);
    for (var at = 1; at < words.size(); at++) {
      if (Lexicon.isVerbStem(words.get(at).stem()))
        return phrase.substring(0, words.get(at).start());
    }
    return phrase;
  }

  /** It speaks of the property, itself or in what stands directly above it, and of its holder. */
  boolean isMetBy(Candidate candidate) {
    if (property.isEmpty()) return isAboutHolder(candidate, candidate.kindStems());
    if (isChoice) return namesChoice(candidate);
    for (var stem : property) {
      if (!isIn(stem, candidate.stems()) && !isIn(stem, candidate.kindStems())) return false;
    }
    return carriesFigure(candidate) && isAboutHolder(candidate, candidate.contextStems());
  }

  /** The "region" of "region_id" or "cross-region" is no region that could be chosen. */
  private boolean namesChoice(Candidate candidate) {
    var free = Words.contentStems(GLUED.matcher(candidate.quote()).replaceAll(" "));
    var isNamed = isIn(property.getLast(), free) || isIn(property.getLast(), candidate.kindStems());
    return isNamed && carriesFigure(candidate);
  }

  /** A row of a table may set things against each other in words: "Higher", "Low". */
  private boolean carriesFigure(Candidate candidate) {
    var head = property.getLast();
    if (!Lexicon.isMeasured(head) || candidate.isRow()) return true;
    return Lexicon.isTime(head)
        ? Quantity.isIn(candidate.quote(), Dimension.TIME)
        : !Quantity.in(candidate.quote()).isEmpty();
  }

  private boolean isAboutHolder(Candidate candidate, Set<String> above) {
    var around = new HashSet<>(candidate.stems());
    around.addAll(above);
    around.addAll(candidate.neighbourStems());
    var spokenOf = holder.stream().filter(stem -> isIn(stem, around)).count();
    return spokenOf >= LEAST_OF_HOLDER * holder.size();
  }

  private static boolean isIn(String stem, Set<String> stems) {
    return Coverage.match(stem, stems) > 0;
  }
}
