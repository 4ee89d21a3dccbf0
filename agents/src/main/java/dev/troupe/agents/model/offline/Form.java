package dev.troupe.agents.model.offline;

import dev.troupe.agents.model.offline.Quantity.Dimension;
import dev.troupe.agents.model.offline.Question.Wants;
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

  private static final Pattern YES_OR_NO = Pattern.compile("^(?:Yes|No)\\b");
  private static final Pattern NARRATIVE =
      Pattern.compile(
          "\\b(?:I|I[’']ve|I[’']m|we|We|my|My|our|us|me|Everyone|Suddenly|honestly|frankly)\\b|!|“aha!”");
  private static final Pattern PRAISE =
      Pattern.compile(
          "(?i)\\b(?:godsend|perfect for|no longer a niche|powerful toolkit|compelling|truly|toolbox|incredibly"
              + "|fantastic|no credit card|built for|free (?:agent )?(?:tier|storage)|competitors|game changer)\\b");

  /** Openings that point at something said before. */
  private static final Pattern DANGLING =
      Pattern.compile(
          "^(?:This|These|That|That[’']s|Those|It|It[’']s|They|Such|Here|Each of (?:these|those)|Both|Another|Instead|So|But|And"
              + "|Or|However|Therefore|Thus|Hence|Otherwise|Then|Similarly|Also|For (?:example|instance)|In (?:this|that) case"
              + "|By doing so),?\\s");

  private static final int FEWEST_WORDS = 4;

  private Form() {}

  static double adjustment(Question question, Candidate candidate) {
    var text = candidate.quote();
    var wants = question.wants();
    var dangling = DANGLING.matcher(text).find() ? -0.08 : 0;
    var isTorn = Words.of(text).size() < FEWEST_WORDS && Quantity.in(text).isEmpty();
    var torn = isTorn && !candidate.isRow() ? -0.12 : 0;
    var opposite = isOpposite(question, candidate) ? -0.25 : 0;
    var narrative = NARRATIVE.matcher(text).find() ? -0.07 : 0;
    var praise = PRAISE.matcher(text).find() ? -0.07 : 0;
    var tornNumber = TORN_NUMBER.matcher(text).find() ? -0.25 : 0;
    var yesOrNo = YES_OR_NO.matcher(text).find() ? -0.2 : 0;
    return fit(wants, text)
        + dangling
        + torn
        + tornNumber
        + opposite
        + narrative
        + praise
        + yesOrNo;
  }

  /** It names a means, or it tells the reader to do something. */
  private static boolean saysHow(String text) {
    if (MEANS.matcher(text).find()) return true;
    var clauses = CLAUSE_START.matcher(text);
    while (clauses.find()) if (Lexicon.isVerb(clauses.group(1))) return true;
    return false;
  }

  private static boolean isOpposite(Question question, Candidate candidate) {
    for (var term : question.terms()) {
      var isNamed =
          candidate.stems().contains(term.stem()) || candidate.contextStems().contains(term.stem());
      for (var opposite : Lexicon.opposites(term.stem())) {
        if (!isNamed
            && (candidate.stems().contains(opposite)
                || candidate.contextStems().contains(opposite))) return true;
      }
    }
    return false;
  }

  private static double fit(Wants wants, String text) {
    return switch (wants) {
      case PRICE -> Quantity.isIn(text, Dimension.MONEY) ? 0.12 : -0.1;
      case COST -> Quantity.in(text).isEmpty() ? 0 : 0.1;
      case DURATION -> Quantity.isIn(text, Dimension.TIME) ? 0.12 : 0;
      case SIZE -> Quantity.isIn(text, Dimension.BYTES) ? 0.12 : 0;
      case AMOUNT -> Quantity.in(text).isEmpty() ? 0 : 0.08;
      case DATE -> Quantity.isIn(text, Dimension.YEAR) ? 0.1 : 0;
      case CONDITION -> CONDITION.matcher(text).find() ? 0.06 : 0;
      case REASON -> REASON.matcher(text).find() ? 0.06 : 0;
      case METHOD -> saysHow(text) ? 0.03 : -0.05;
      case PERSON, LISTING, DEFINITION, ANYTHING -> 0;
    };
  }
}
