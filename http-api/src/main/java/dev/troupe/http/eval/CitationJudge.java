package dev.troupe.http.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether the quotes behind a statement's numbers support it: all of its figures stand in them, and
 * most of its words. That is a measure of words and not of meaning; for the meaning ask a model.
 */
final class CitationJudge implements Judge {
  private static final String NAME = "citations";
  private static final Pattern MARK = Pattern.compile("\\[(\\d+)]");
  private static final Pattern MARKS = Pattern.compile("(?:\\[\\d+]\\s*+)++[.!?]?");
  private static final Pattern WORD = Pattern.compile("\\p{L}{4,}");
  private static final Pattern FIGURE = Pattern.compile("\\d+(?:[.,]\\d+)*");
  private static final double WORDS_AT_LEAST = 0.5;
  private static final int SHOWN_AT_MOST = 3;

  @Override
  public Optional<Verdict> judge(Expectation expect, Answer answer) {
    var quotes = quotes(answer);
    var statements = statements(answer.text());
    if (statements.isEmpty()) {
      return citesNothing(expect, answer);
    }
    List<String> unsupported =
        statements.stream().filter(statement -> !isSupported(statement, quotes)).toList();
    var share = 1 - (double) unsupported.size() / statements.size();
    return Optional.of(
        new Verdict(
            NAME,
            share >= expect.citations(),
            Optional.of(share),
            unsupported.isEmpty() ? "" : why(unsupported, statements.size())));
  }

  /** A brief that is none of its sources' is not supported by them; other answers need not cite. */
  private static Optional<Verdict> citesNothing(Expectation expect, Answer answer) {
    return answer.isAnsweredBrief() && expect.citations() > 0
        ? Optional.of(
            new Verdict(
                NAME,
                false,
                Optional.of(0.0),
                "cites nothing; set \"citations\": 0 where that is as it should be"))
        : Optional.empty();
  }

  private static String why(List<String> unsupported, int all) {
    return "%d of %d cited statements are not supported by their quotes: %s"
        .formatted(
            unsupported.size(),
            all,
            String.join(
                " / ", unsupported.subList(0, Math.min(SHOWN_AT_MOST, unsupported.size()))));
  }

  private static Map<String, String> quotes(Answer answer) {
    Map<String, String> quotes = new HashMap<>();
    for (var citation : answer.result().path("citations")) {
      quotes.merge(
          citation.path("number").asText(),
          citation.path("quote").asText(),
          (one, other) -> one + " " + other);
    }
    return quotes;
  }

  /** What stands before numbers, line by line; headings cite nothing. */
  private static List<String> statements(String text) {
    List<String> statements = new ArrayList<>();
    text.lines().filter(line -> !line.startsWith("#")).forEach(line -> add(line, statements));
    // A line such as "Answered above: [1]" has nothing of its own to support.
    return statements.stream().filter(statement -> !isReference(statement)).toList();
  }

  /**
   * From the marks back: a search for what ends in marks reads a line without them again and again.
   */
  private static void add(String line, List<String> statements) {
    int behindLast = 0;
    for (var marks : MARKS.matcher(line).results().toList()) {
      var before = line.substring(behindLast, marks.start());
      var own = before.substring(1 + Math.max(before.lastIndexOf('['), before.lastIndexOf(']')));
      if (!own.isEmpty()) {
        statements.add(own + marks.group());
      }
      behindLast = marks.end();
    }
  }

  private static boolean isReference(String statement) {
    return MARK.matcher(statement).replaceAll("").strip().endsWith(":");
  }

  private static boolean isSupported(String statement, Map<String, String> quotes) {
    var cited = new StringBuilder();
    for (var mark : MARK.matcher(statement).results().toList()) {
      var quote = quotes.get(mark.group(1));
      if (quote == null) {
        return false;
      }
      cited.append(quote).append(' ');
    }
    var claim = MARK.matcher(statement).replaceAll(" ");
    var words = found(WORD, introduced(claim));
    var known = found(WORD, cited.toString());
    var supported = words.stream().filter(known::contains).count();
    return found(FIGURE, cited.toString()).containsAll(found(FIGURE, claim))
        && (words.isEmpty() || supported >= WORDS_AT_LEAST * words.size());
  }

  /**
   * What follows a colon: "Another source says otherwise: ..." is the writer's, not the source's.
   */
  private static String introduced(String claim) {
    var rest = claim.substring(claim.lastIndexOf(": ") + 1);
    return WORD.matcher(rest).find() ? rest : claim;
  }

  private static Set<String> found(Pattern pattern, String text) {
    Set<String> found = new HashSet<>();
    pattern
        .matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .forEach(match -> found.add(match.group().replaceAll("(?<=\\p{L}{3})s$", "")));
    return found;
  }
}
