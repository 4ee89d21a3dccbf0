package dev.troupe.agents.model.offline;

import dev.troupe.agents.model.offline.Quantity.Dimension;
import java.util.HashSet;
import java.util.regex.Pattern;

/** What the form of a sentence adds to it as an answer, or takes away. */
final class Form {
  private static final Pattern CONDITION =
      Pattern.compile("(?i)\\b(?:when|if|after|once|until|unless|whenever|as soon as|in case)\\b");
  private static final Pattern REASON =
      Pattern.compile("(?i)\\b(?:because|since|due to|so that|in order to|therefore|leads? to)\\b");
  private static final Pattern MEANS =
      Pattern.compile(
          "(?i)\\b(?:by \\w+ing|to (?:avoid|prevent|protect|reduce|ensure|keep)|via|using)\\b");
  private static final Pattern CLAUSE_START =
      Pattern.compile("(?:^|[–:,;-]\\s)(?:\\P{L}*)(\\p{L}+)");

  /** "multiple-500ms", "$0.many": digits that the source itself has lost. */
  private static final Pattern TORN_NUMBER =
      Pattern.compile("\\p{L}{3,}[-–/]\\d[\\d.]*\\s?(?:ms|s|%|[GMK]B)\\b|\\d\\.\\p{L}{3,}|\\p{L}%");

  /** "There are two ways to do it." promises an answer and gives none. */
  private static final Pattern ANNOUNCEMENT =
      Pattern.compile(
          "^(?:There (?:are|is) (?:a few|several|many|some|two|three|four|five|six)|(?:Several|Two|Three|Four|Many)\\b[^,:]{0,40}\\bexist)[^:]*\\.$");

  /** "databases like DynamoDB", "algorithms (HNSW, ...)". */
  private static final Pattern INSTANCES =
      Pattern.compile(
          "(?:\\b(?:like|such as|including|namely)|e\\.g\\.,?|[:(])\\s+?\\(?\\p{Lu}|\\(\\p{Lu}");

  private static final Pattern YES_OR_NO = Pattern.compile("^(?:Yes|No)\\b");
  private static final Pattern NARRATIVE =
      Pattern.compile(
          "\\b(?:I|I[’']ve|I[’']m|we|We|my|My|our|us|me|Everyone|Suddenly|honestly|frankly)\\b|!|“aha!”");
  private static final Pattern PRAISE =
      Pattern.compile(
          "(?i)\\b(?:godsend|perfect for|no longer a niche|powerful toolkit|compelling|truly|toolbox|incredibly"
              + "|fantastic|no credit card|built for|free (?:agent )?(?:tier|storage)|competitors|game changer)\\b");

  /** Openings that point at something said before. */
  private static final Pattern LEANING =
      Pattern.compile(
          "^(?:(?:As |With |In |For |By )(?:this|these|those)|This|These|That|That[’']s|Those|It|It[’']s|They|Such|Here|Each of (?:these|those)|Both|Another|Instead|So|But|And"
              + "|Or|However|Therefore|Thus|Hence|Otherwise|Then|Similarly|Also|For (?:example|instance)|In (?:this|that) case"
              + "|By doing so|(?:Best|Good|Suitable|Ideal|Perfect|Great|Useful) for|(?:Most|Some|Many|All|None|Part) of (?:its?|them|their|this|these|those)|Its|Their),?\\s");

  /** "thousands of such writes", "for that idle time", "Summed up, they show". */
  private static final Pattern LEANING_INSIDE =
      Pattern.compile(
          "\\bsuch (?!as\\b)\\w+|\\b(?i:for|of|by|with|from|to|if) (?:this|that|these|those) \\w+"
              + "|, (?:that|this|these|those) \\w+ (?:is|are|was|were|can|will|has|have)\\b"
              + "|^\\w+ed [^,]{0,30}, (?:they|it) ");

  private static final Pattern ASKING_HEADING =
      Pattern.compile(
          "(?i)^(?:what|why|how|when|which|who|where|can|is|are|do|does|should)\\b|\\?$");
  private static final Pattern DEFINES =
      Pattern.compile(
          "^[^.]{0,80}?\\s(?:is|are|means|refers to|describes|runs|lets)\\s|^[^.]{0,60}?\\s[–—]\\s");

  private static final double LEAST_OF_SAME_QUESTION = 0.6;
  private static final int FEWEST_WORDS = 4;

  private Form() {}

  static double adjustment(Question question, Candidate candidate) {
    var text = candidate.quote();
    var isTorn = Words.of(text).size() < FEWEST_WORDS && Quantity.in(text).isEmpty();
    var torn = isTorn && !candidate.isRow() ? -0.12 : 0;
    var opposite = isOpposite(question, candidate) ? -0.25 : 0;
    var narrative = NARRATIVE.matcher(text).find() ? -0.07 : 0;
    var praise = PRAISE.matcher(text).find() ? -0.07 : 0;
    var tornNumber = TORN_NUMBER.matcher(text).find() ? -0.25 : 0;
    var yesOrNo = YES_OR_NO.matcher(text).find() ? -0.2 : 0;
    var heading = answersHeading(question, candidate) ? 0.12 : 0;
    return fit(question, text)
        + heading
        + torn
        + tornNumber
        + opposite
        + narrative
        + praise
        + yesOrNo
        + (ANNOUNCEMENT.matcher(text).find() ? -0.12 : 0);
  }

  /** Its opening points at something said before: alone it would be torn from its context. */
  static boolean leans(String text) {
    return LEANING.matcher(text).find();
  }

  /** It points back further on: better with what stands before it, but whole without. */
  static boolean leansInside(String text) {
    return LEANING_INSIDE.matcher(text).find();
  }

  static boolean hasTornNumber(String text) {
    return TORN_NUMBER.matcher(text).find();
  }

  /** "A queue is ...": it opens with the thing and goes on to say what it is. */
  private static boolean defines(Question question, String text) {
    if (!DEFINES.matcher(text).find()) return false;
    var opening = Words.contentStems(text).stream().findFirst().orElse("");
    return question.terms().stream().anyMatch(term -> term.stem().equals(opening));
  }

  /** "Why did the agent cost so much": what has to be explained stands last. */
  private static boolean speaksOfEnd(Question question, String text) {
    return question.terms().stream()
        .map(Question.Term::stem)
        .filter(stem -> !Lexicon.isGeneric(stem))
        .reduce((_, last) -> last)
        .map(last -> Coverage.match(last, Words.contentStems(text)) > 0)
        .orElse(true);
  }

  /** To say what a thing is explains nothing about it. */
  static boolean mayExplain(Question question, Candidate candidate) {
    return REASON.matcher(candidate.quote()).find()
        || candidate.leans()
        || answersHeading(question, candidate)
        || !defines(question, candidate.quote());
  }

  /** It names a means, or it tells the reader to do something. */
  private static boolean saysHow(String text) {
    if (MEANS.matcher(text).find()) return true;
    var clauses = CLAUSE_START.matcher(text);
    while (clauses.find()) if (Lexicon.isVerb(clauses.group(1))) return true;
    return false;
  }

  /** It is under the opposite word, and not asked for as well, as in "pros and cons". */
  private static boolean isOpposite(Question question, Candidate candidate) {
    for (var term : question.terms()) {
      for (var opposite : Lexicon.opposites(term.stem())) {
        var isUnder =
            candidate.stems().contains(opposite) || candidate.kindStems().contains(opposite);
        if (isUnder && !isAsked(question, opposite)) return true;
      }
    }
    return false;
  }

  private static boolean isAsked(Question question, String stem) {
    return question.terms().stream()
        .anyMatch(term -> term.stem().equals(stem) || Lexicon.areSynonyms(term.stem(), stem));
  }

  /** The heading above it asks the same: "Why SQS?", or a list of frequent questions. */
  static boolean answersHeading(Question question, Candidate candidate) {
    var heading = candidate.passage().heading();
    if (heading == null) return false;
    var innermost = heading.substring(heading.lastIndexOf('›') + 1).strip();
    if (!ASKING_HEADING.matcher(innermost).find()) return false;
    var asked = new HashSet<String>();
    for (var term : question.terms()) if (!Lexicon.isGeneric(term.stem())) asked.add(term.stem());
    var above = Words.contentStems(innermost);
    above.removeIf(Lexicon::isGeneric);
    var shared = new HashSet<>(asked);
    shared.retainAll(above);
    var all = asked.size() + above.size() - shared.size();
    return all > 0 && (double) shared.size() / all >= LEAST_OF_SAME_QUESTION;
  }

  private static double fit(Question question, String text) {
    return switch (question.wants()) {
      case PRICE -> Quantity.isIn(text, Dimension.MONEY) ? 0.12 : -0.1;
      case COST -> Quantity.in(text).isEmpty() ? 0 : 0.1;
      case DURATION -> Quantity.isIn(text, Dimension.TIME) ? 0.12 : 0;
      case SIZE -> Quantity.isIn(text, Dimension.BYTES) ? 0.12 : 0;
      case AMOUNT, LIMIT -> Quantity.in(text).isEmpty() ? 0 : 0.08;
      case DATE -> Quantity.isIn(text, Dimension.YEAR) ? 0.1 : 0;
      case CONDITION -> CONDITION.matcher(text).find() ? 0.06 : -0.05;
      case REASON ->
          (REASON.matcher(text).find() ? 0.06 : 0) + (speaksOfEnd(question, text) ? 0 : -0.12);
      case METHOD -> saysHow(text) ? 0.03 : -0.05;
      case DEFINITION -> defines(question, text) ? 0.1 : 0;
      case LISTING -> question.focus().isChoice() && INSTANCES.matcher(text).find() ? 0.1 : 0;
      case PERSON, DRAWBACK, ANYTHING -> 0;
    };
  }
}
