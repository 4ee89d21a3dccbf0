package dev.troupe.agents.model.offline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A question as the engine understands it.
 *
 * @param terms the words an answer should speak of
 * @param names of particular things ("Azure Functions"): an answer must be about them
 * @param wants what kind of answer is asked for
 * @param measure the figure that is asked for, if one is
 */
record Question(
    String text, List<Term> terms, List<Name> names, Wants wants, Optional<Measure> measure) {

  /** One word an answer should speak of; {@code weight} before it is known how common it is. */
  record Term(String surface, String stem, double weight) {}

  /** A proper name, as the stems of its words. */
  record Name(String surface, Set<String> stems) {}

  /** What an answer has to carry besides being about the right things. */
  enum Wants {
    REASON("(?i)^(?:why|for what reason|what (?:is|are) the reasons?)\\b.*"),
    PRICE("(?i).*\\b(?:price|prices|pricing|fee|fees|costs? .*\\bper|how expensive)\\b.*"),
    COST(
        "(?i)(?!how\\b(?!\\s+(?:much|expensive|costly)\\b)).*\\b(?:costs?|expense|expensive|overhead)\\b.*"),
    DURATION(
        "(?i).*\\b(?:how (?:long|fast|quickly|slow)|what (?:is the )?(?:latency|timeout)"
            + "|what (?:is|are) the (?:[\\p{L}-]+ ){0,4}(?:latency|timeouts?|delay|duration|time limits?|(?:response|startup|start-up) time))\\b.*"),
    SIZE(
        "(?i).*\\b(?:how (?:large|big|heavy)|(?:maximum|minimum|max|min|default)\\b.*\\b(?:size|memory|storage|payload|disk)"
            + "|(?:size|memory|storage|payload|disk) (?:limit|quota))\\b.*"),
    AMOUNT(
        "(?i).*\\b(?:how (?:many|much|far|high|hot|deep|tall)|what (?:is|are) the (?:maximum|minimum|average|typical|default|exact)|what (?:percentage|share|number|rate)|(?:maximum|minimum) (?:number|rate)|population|temperature|(?:boiling|melting|freezing) point|density)\\b.*"),
    LIMIT("(?i)^what is the (?:[\\p{L}\\p{N}.‑-]+ ){0,6}(?:limit|quota)\\b.*"),
    DRAWBACK(
        "(?i)(?!.*\\bpros\\b).*\\b(?:drawbacks?|disadvantages?|downsides?|shortcomings?|weaknesses)\\b.*"),
    DATE("(?i)^(?:when (?:was|were|did)|(?:in |since )?(?:what|which) year)\\b.*"),
    PERSON("(?i)^(?:who|whom|whose)\\b.*"),
    CONDITION("(?i)^(?:when|under (?:what|which)|at what point)\\b.*"),
    METHOD("(?i)^how\\b.*"),
    LISTING(
        "(?i)^(?:what are|which|list|name|what (?:does|do|should) .*\\b(?:contain|include|cover|consist|list)\\b).*"),
    DEFINITION("(?i)^what (?:is|are)\\b.*"),
    ANYTHING(".*");

    private final Pattern asked;

    Wants(String asked) {
      this.asked = Pattern.compile(asked, Pattern.DOTALL);
    }

    static Wants of(String question, Optional<Measure> measure) {
      if (measure.isPresent()) return ofDimension(measure.get().dimension());
      for (var wants : values()) if (wants.asked.matcher(question).matches()) return wants;
      return ANYTHING;
    }

    private static Wants ofDimension(Quantity.Dimension dimension) {
      return switch (dimension) {
        case TIME -> DURATION;
        case BYTES -> SIZE;
        case MONEY -> PRICE;
        case SHARE, COUNT, YEAR -> AMOUNT;
      };
    }
  }

  private static final Pattern DOER = Pattern.compile("(?i)^who\\s+(\\p{L}+)");
  private static final Pattern NAME_WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}.+#‑-]*");
  private static final double GENERIC_WEIGHT = 0.3;
  private static final double NAME_WEIGHT = 1.4;
  private static final double VERB_WEIGHT = 1.25;

  /** The "long" of "how long" says what is wanted and need not be spoken of. */
  private static final Pattern MEASURE_WORD =
      Pattern.compile(
          "(?i)(?<=\\bhow )(?:long|fast|quickly|slow|large|big|heavy|far|high|hot|deep|tall|expensive|often)\\b");

  /** "per million calls": what a price is asked for. */
  private static final Pattern PRICED =
      Pattern.compile("(?i)\\bper (?:(?:hundred|thousand|million|billion|\\d[\\d.,]*) )?(\\p{L}+)");

  private static final Pattern ENUMERATED =
      Pattern.compile(
          "(?is)^(?:what (?:are|does|do|should)|which|list|name)\\s+(.+?)"
              + "(?:\\s+(?:of|to|for|in|on|with|that|when|are|is|do|does|should|can|contain|include|cover|list)\\b|[?.]|$)");

  /** "p99": said in documents as "99th percentile". */
  private static final Pattern SHORT_PERCENTILE = Pattern.compile("(?i)\\bp(\\d{2})\\b");

  private static final Pattern PERCENTILE =
      Pattern.compile("(?i)\\b\\d{2}(?:\\.\\d+)?th percentile\\b");

  static Question of(String asked) {
    var text = SHORT_PERCENTILE.matcher(asked).replaceAll("$1th percentile");
    var side = Alternatives.side(text);
    return side.isPresent() ? ofSide(asked, side.get()) : ofWhole(text);
  }

  /** What is said of one of several things: all terms but its name say in which respect. */
  private static Question ofSide(String asked, Alternatives.Side side) {
    var name = new Name(side.name(), Words.contentStems(side.name()));
    var names = List.of(name);
    var terms = terms(side.name() + " " + side.respect(), names);
    return new Question(asked, terms, names, Wants.ANYTHING, Optional.empty());
  }

  private static Question ofWhole(String text) {
    var measure = Measure.of(text);
    var unmeasured = measure.map(one -> one.unmeasured(text)).orElse(text);
    var names = names(text);
    var terms = terms(MEASURE_WORD.matcher(unmeasured).replaceFirst(""), names);
    return new Question(text, terms, names, Wants.of(text, measure), measure);
  }

  private static List<Term> terms(String text, List<Name> names) {
    var terms = new LinkedHashMap<String, Term>();
    for (var word : Words.of(text)) {
      if (Lexicon.isStopWord(word.surface())) continue;
      var inName = names.stream().anyMatch(name -> name.stems.contains(word.stem()));
      var weight = inName ? NAME_WEIGHT : weight(word);
      terms.putIfAbsent(word.stem(), new Term(word.surface(), word.stem(), weight));
    }
    return List.copyOf(terms.values());
  }

  /** What is to be done about a thing tells answers apart better than the thing itself. */
  private static double weight(Words.Word word) {
    if (Lexicon.isGeneric(word.stem())) return GENERIC_WEIGHT;
    return Lexicon.isVerbStem(word.stem()) ? VERB_WEIGHT : 1;
  }

  /** What an answer has to be like. */
  String meant() {
    return Alternatives.side(text).map(Alternatives.Side::alone).orElse(text);
  }

  boolean isOfSide() {
    return Alternatives.side(text).isPresent();
  }

  Optional<Negation> negation() {
    return Negation.of(text);
  }

  Focus focus() {
    var isPlain = measure.isEmpty() && Alternatives.side(text).isEmpty();
    return isPlain ? Focus.of(text) : Focus.NONE;
  }

  /** What is asked about the names: neither the names' own words nor words of no weight. */
  List<Term> asked() {
    return terms.stream()
        .filter(term -> !Lexicon.isGeneric(term.stem))
        .filter(term -> names.stream().noneMatch(name -> name.stems.contains(term.stem)))
        .toList();
  }

  List<String> predicate() {
    return asked().stream().map(Term::stem).toList();
  }

  /** "who wrote": the word right behind who, if it says anything. */
  List<String> doing() {
    var doer = DOER.matcher(text);
    return doer.find() && !Lexicon.isStopWord(doer.group(1))
        ? List.of(Words.stem(doer.group(1)))
        : List.of();
  }

  /** The stem of what is paid for in "how much does it charge per query". */
  Optional<String> priced() {
    var matcher = PRICED.matcher(text);
    return matcher.find() ? Optional.of(Words.stem(matcher.group(1))) : Optional.empty();
  }

  boolean asksForList() {
    return text.matches(
        "(?is)^(?:what are|which|list|name|what (?:does|do|should) .*\\b(?:contain|include|cover|list)"
            + "|how (?:do|does|can|are|is|should)\\b).*");
  }

  /** The stems of what is to be enumerated: "ways", "pros and cons", "checklist". */
  List<String> enumerated() {
    if (!asksForList()) return List.of();
    if (text.matches("(?is)^how\\b.*")) return List.of(Words.stem("way"));
    var phrase = ENUMERATED.matcher(text);
    if (!phrase.find()) return List.of();
    var kinds = new ArrayList<String>();
    for (var coordinated : phrase.group(1).split("(?i)\\band\\b|,", -1)) {
      var words = new ArrayList<>(Words.of(coordinated));
      words.removeIf(word -> Lexicon.isStopWord(word.surface()));
      if (!words.isEmpty()) kinds.add(words.getLast().stem());
    }
    return kinds;
  }

  /** The first word of a sentence is written large anyway; a title writes all its words so. */
  private static List<Name> names(String text) {
    var names = new ArrayList<Name>();
    var run = new ArrayList<String>();
    var matcher = NAME_WORD.matcher(text);
    var words = new ArrayList<String>();
    while (matcher.find()) words.add(matcher.group().replaceAll("[.‑-]+$", ""));
    if (isTitle(words)) return List.of();
    for (var at = 0; at < words.size(); at++) {
      var word = words.get(at);
      if (isName(word, at == 0)) run.add(word);
      else closeRun(run, names);
    }
    closeRun(run, names);
    var percentile = PERCENTILE.matcher(text);
    while (percentile.find())
      names.add(new Name(percentile.group(), Words.stems(percentile.group())));
    return List.copyOf(names);
  }

  private static void closeRun(List<String> run, List<Name> names) {
    if (run.isEmpty()) return;
    var surface = String.join(" ", run);
    names.add(new Name(surface, Set.copyOf(Words.stems(surface))));
    run.clear();
  }

  private static boolean isTitle(List<String> words) {
    var content = words.stream().filter(word -> !Lexicon.isStopWord(word)).toList();
    return content.size() > 2
        && content.stream().allMatch(word -> Character.isUpperCase(word.charAt(0)));
  }

  /** Abbreviations ("LLM", "APIs") name kinds of things more often than one thing. */
  private static boolean isName(String word, boolean isFirst) {
    if (Lexicon.isStopWord(word)) return false;
    var hasDigit = word.chars().anyMatch(Character::isDigit);
    var hasLetter = word.chars().anyMatch(Character::isLetter);
    if (hasDigit) return hasLetter && !word.equals(word.toLowerCase(Locale.ROOT));
    var inner = word.substring(1);
    var isAbbreviation = word.replaceFirst("s$", "").chars().allMatch(Character::isUpperCase);
    var hasInnerCapital = !inner.equals(inner.toLowerCase(Locale.ROOT));
    if (isAbbreviation) return false;
    return hasInnerCapital || (!isFirst && Character.isUpperCase(word.charAt(0)));
  }
}
