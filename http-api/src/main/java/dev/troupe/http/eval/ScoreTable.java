package dev.troupe.http.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A scorecard for people: a line a case, under it what its judges refused. */
public final class ScoreTable {
  private static final List<String> COLUMNS =
      List.of("case", "result", "citations", "facts", "calls", "tokens", "seconds", "baseline");
  private static final String NOTHING = "-";

  private ScoreTable() {}

  public static List<String> lines(Scorecard scorecard) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(COLUMNS);
    scorecard.cases().forEach(score -> rows.add(row(scorecard, score)));
    var shown = scorecard.baseline().isPresent() ? COLUMNS.size() : COLUMNS.size() - 1;
    var widths =
        IntStream.range(0, shown)
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    List<String> lines = new ArrayList<>();
    for (var index = 0; index < rows.size(); index++) {
      lines.add(line(rows.get(index), widths));
      if (index > 0) {
        lines.addAll(refusals(scorecard.cases().get(index - 1)));
      }
    }
    lines.add(scorecard.summary());
    return lines;
  }

  private static List<String> row(Scorecard scorecard, CaseScore score) {
    var answer = score.answer();
    return List.of(
        score.id(),
        score.passed() ? "pass" : "FAIL",
        score(score, "citations"),
        score(score, "facts"),
        String.valueOf(answer.modelCalls()),
        tokens(scorecard, score),
        String.format(Locale.ROOT, "%.1f", answer.took().toMillis() / 1000.0),
        Scorecard.word(scorecard.change(score)));
  }

  private static String tokens(Scorecard scorecard, CaseScore score) {
    var now = score.answer().tokens();
    return scorecard
        .baseline()
        .flatMap(before -> before.tokens(score.id()))
        .filter(before -> before != now)
        .map(before -> "%d (%+d)".formatted(now, now - before))
        .orElse(String.valueOf(now));
  }

  private static String score(CaseScore score, String judge) {
    return score.verdicts().stream()
        .filter(verdict -> verdict.judge().equals(judge))
        .map(Verdict::score)
        .flatMap(Optional::stream)
        .map(value -> String.format(Locale.ROOT, "%.2f", value))
        .findFirst()
        .orElse(NOTHING);
  }

  private static List<String> refusals(CaseScore score) {
    return score.verdicts().stream()
        .filter(verdict -> !verdict.passed())
        .map(verdict -> "  %s: %s".formatted(verdict.judge(), verdict.why()))
        .toList();
  }

  private static String line(List<String> row, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(column -> ("%-" + widths[column] + "s").formatted(row.get(column)))
        .collect(Collectors.joining("  "))
        .stripTrailing();
  }
}
