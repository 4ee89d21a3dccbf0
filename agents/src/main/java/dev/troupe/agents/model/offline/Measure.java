package dev.troupe.agents.model.offline;

import dev.troupe.agents.model.offline.Quantity.Dimension;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a question of quantity asks for: a figure of one dimension, and of what.
 *
 * @param counted the stem of what is counted: the "retries" of "how many retries"; empty when
 *     anything of the dimension will do
 * @param property the stem that has the figure: the "memory" of "how much memory", or empty
 * @param threshold whether it only asks on which side of a figure something lies
 */
record Measure(Dimension dimension, String counted, String property, boolean threshold) {
  private static final String AUXILIARY =
      "does|do|did|can|could|should|must|may|might|will|would|is|are|was|were|has|have|had|be";
  private static final Pattern COUNTED =
      Pattern.compile(
          "(?is)\\bhow many (?:of the |more |different |other )?((?:[\\p{L}‑-]+\\s+)*?[\\p{L}‑-]+)"
              + "(?:\\s+("
              + AUXILIARY
              + "|of|in|at|to|on|for|per|with|from|into|by|after|before|between|within)\\b|\\s+(?:the|an?)\\b|[\\s?.]*$)");
  private static final Pattern MUCH = Pattern.compile("(?i)\\bhow much (?:more |free )?(\\p{L}+)");
  private static final Pattern PAID =
      Pattern.compile("(?is)^how much\\b.*\\b(?:cost|costs|charge|charges|pay|paid|price)\\b.*");
  private static final Pattern SHARE =
      Pattern.compile(
          "(?i)\\b(?:what|which) (?:percentage|percent|share|proportion)\\b(?: of\\b)?");
  private static final Pattern LASTING = Pattern.compile("(?i)\\bhow (?:long|old|soon)\\b");
  private static final Pattern THRESHOLD =
      Pattern.compile(
          "(?is)^(?:is|are|was|were|do|does|did|has|have|can|will)\\b.*?"
              + "((?:\\b(?:above|below|over|under|than|least|most|exceeds?|within)\\b(?:\\s+or\\s+)?)+\\s*)(.+)$");

  private static final Set<String> SPACE = Set.of("storage", "memory", "ram", "disk", "space");
  private static final Set<String> GRADES =
      Set.of("high", "low", "large", "small", "big", "long", "short", "fast", "slow");
  private static final String COST = Words.stem("cost");
  private static final Set<String> TIME_NOUNS = Set.of("time", "latency", "delay", "downtime");
  private static final Set<String> TIMES = Set.of("time", "times");

  /** What the question asks for, if it is one of quantity. */
  static Optional<Measure> of(String question) {
    var counted = COUNTED.matcher(question);
    if (counted.find()) return Optional.of(counting(head(counted.group(1), counted.group(2))));
    if (SHARE.matcher(question).find()) return some(Dimension.SHARE);
    var much = MUCH.matcher(question);
    var mass =
        much.find() ? ofMass(much.group(1).toLowerCase(Locale.ROOT)) : Optional.<Measure>empty();
    if (mass.isPresent()) return mass;
    if (PAID.matcher(question).matches()) return some(Dimension.MONEY);
    if (LASTING.matcher(question).find()) return some(Dimension.TIME);
    return ofThreshold(question);
  }

  private static Optional<Measure> some(Dimension dimension) {
    return Optional.of(new Measure(dimension, "", "", false));
  }

  private static Optional<Measure> ofMass(String noun) {
    if (SPACE.contains(noun))
      return Optional.of(new Measure(Dimension.BYTES, "", Words.stem(noun), false));
    if (noun.equals("money")) return some(Dimension.MONEY);
    return TIME_NOUNS.contains(noun) ? some(Dimension.TIME) : Optional.empty();
  }

  private static Optional<Measure> ofThreshold(String question) {
    var threshold = THRESHOLD.matcher(question);
    if (!threshold.matches() || !startsWithNumber(threshold.group(2))) return Optional.empty();
    var dimension = Quantity.in(threshold.group(2)).getFirst().dimension();
    return Optional.of(new Measure(dimension, "", "", true));
  }

  private static boolean startsWithNumber(String text) {
    var found = Quantity.found(text);
    return !found.isEmpty() && found.getFirst().start() == 0;
  }

  private static Measure counting(String head) {
    var unit = Quantity.dimensionOf(head);
    if (unit != null) return new Measure(unit, "", "", false);
    var counted = TIMES.contains(head.toLowerCase(Locale.ROOT)) ? "" : Words.stem(head);
    return new Measure(Dimension.COUNT, counted, "", false);
  }

  /** "concurrent calls" before "should": the last word; "engineers maintain it": the plural. */
  private static String head(String phrase, @Nullable String closing) {
    var words = List.of(phrase.split("\\s+", -1));
    if (closing != null) return words.getLast();
    return words.stream().filter(word -> word.endsWith("s")).findFirst().orElse(words.getFirst());
  }

  /** The question without the words that only say what kind of figure is wanted. */
  String unmeasured(String question) {
    var text = question;
    if (dimension != Dimension.COUNT)
      text = text.replaceFirst("(?i)\\bhow many [\\p{L}]+(?: of\\b)?", " ");
    text = SHARE.matcher(text).replaceAll(" ");
    text = text.replaceFirst("(?i)\\bhow (?:long|old|soon)\\b", " ");
    var bound = THRESHOLD.matcher(text);
    return threshold && bound.matches() ? text.substring(0, bound.start(1)) : text;
  }

  /** A word of the question that says what figure is wanted, not of what. */
  boolean isSaidBy(Question.Term term) {
    return term.stem().equals(counted)
        || Character.isDigit(term.surface().charAt(0))
        || Quantity.isMultiplier(term.surface())
        || GRADES.contains(term.surface().toLowerCase(Locale.ROOT))
        || (dimension == Dimension.MONEY && Coverage.match(COST, Set.of(term.stem())) > 0);
  }

  /** A figure of the dimension stands in it and is a figure of what is asked for. */
  boolean isMetBy(Candidate candidate) {
    if (!property.isEmpty() && !names(candidate, property)) return false;
    return switch (dimension) {
      case COUNT, YEAR -> counted.isEmpty() ? hasCount(candidate) : counts(candidate);
      case TIME, BYTES, MONEY, SHARE ->
          Quantity.isIn(candidate.quote(), dimension)
              || Quantity.isVaguelyIn(candidate.quote(), dimension);
    };
  }

  private static boolean names(Candidate candidate, String stem) {
    return candidate.stems().contains(stem) || candidate.kindStems().contains(stem);
  }

  private static boolean hasCount(Candidate candidate) {
    return Quantity.in(candidate.quote()).stream().anyMatch(Measure::isCount);
  }

  private static boolean isCount(Quantity quantity) {
    return quantity.dimension() == Dimension.COUNT || quantity.dimension() == Dimension.YEAR;
  }

  /** The number stands right before what is counted, or alone beside it: "Connections | 2000". */
  private boolean counts(Candidate candidate) {
    var beside = new HashSet<>(candidate.stems());
    var header = candidate.passage().header();
    if (header != null) beside.addAll(Words.contentStems(header));
    for (var found : Quantity.found(candidate.quote())) {
      if (!isCount(found.quantity())) continue;
      var following = Quantity.following(candidate.quote(), found);
      var isBare = following.isEmpty() || Quantity.isAnything(following.getLast());
      if (isBare ? isIn(beside) : isIn(new HashSet<>(following))) return true;
    }
    return false;
  }

  private boolean isIn(Set<String> stems) {
    return Coverage.match(counted, stems) > 0;
  }
}
