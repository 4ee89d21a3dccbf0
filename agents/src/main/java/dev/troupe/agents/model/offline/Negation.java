package dev.troupe.agents.model.offline;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a question denies: "which calls should not be retried" is answered by what denies it too.
 *
 * @param denied the stem of what is denied; empty where the question does not say: "what is it not"
 */
record Negation(String denied) {
  private static final Pattern DENYING =
      Pattern.compile("(?is)\\b(?:not(?!\\s+only\\b)|never|cannot)\\b(.*)$");
  private static final Pattern CONTRACTED = Pattern.compile("(?is)n['’]t\\b(.*)$");
  private static final Pattern OR_NOT = Pattern.compile("(?i)\\bor not\\b");

  /** What a clause behind it denies is a circumstance, and nothing that an answer has to deny. */
  private static final Pattern SUBORDINATE =
      Pattern.compile(
          "(?i)(?<=\\S\\s)(?:if|when|whenever|that|because|while|unless|until|where|who|whose|which)\\b");

  private static final Set<String> DENIALS =
      Set.of("not", "no", "never", "cannot", "nor", "neither", "none", "nothing", "nobody", "t");

  /** So near to a denial, in words, stands what it denies. */
  private static final int REACH = 4;

  static Optional<Negation> of(String question) {
    if (OR_NOT.matcher(question).find()) return Optional.empty();
    return ofClause(SUBORDINATE.split(question, 2)[0]);
  }

  private static Optional<Negation> ofClause(String question) {
    var denying = DENYING.matcher(question);
    if (denying.find()) {
      var denied = contentOf(denying.group(1));
      return Optional.of(new Negation(denied.isEmpty() ? "" : denied.getFirst()));
    }
    // "Why don't retries help": what is denied stands last.
    var contracted = CONTRACTED.matcher(question);
    if (!contracted.find()) return Optional.empty();
    var denied = contentOf(contracted.group(1));
    return Optional.of(new Negation(denied.isEmpty() ? "" : denied.getLast()));
  }

  private static List<String> contentOf(String text) {
    return Words.contentStems(text).stream().filter(stem -> !Lexicon.isGeneric(stem)).toList();
  }

  /** It denies the same: in its own words, or as a row that says "No" to it. */
  boolean isMetBy(Candidate candidate) {
    return denies(candidate.tail()) || denies(candidate.context()) || isRowOfNo(candidate);
  }

  private boolean isRowOfNo(Candidate candidate) {
    var isAsked =
        isDenied(candidate.kindStems().stream().toList())
            || isDenied(candidate.stems().stream().toList());
    return candidate.isRow()
        && isAsked
        && TableRow.cells(candidate.quote()).stream()
            .anyMatch(cell -> DENIALS.contains(cell.toLowerCase(Locale.ROOT)));
  }

  private boolean denies(String text) {
    var words = Words.of(text);
    for (var at = 0; at < words.size(); at++) {
      if (!DENIALS.contains(words.get(at).surface().toLowerCase(Locale.ROOT))) continue;
      var reach = words.subList(Math.max(0, at - REACH), Math.min(words.size(), at + REACH + 1));
      if (isDenied(reach.stream().map(Words.Word::stem).toList())) return true;
    }
    return false;
  }

  private boolean isDenied(List<String> stems) {
    return denied.isEmpty() || Coverage.match(denied, Set.copyOf(stems)) > 0;
  }
}
