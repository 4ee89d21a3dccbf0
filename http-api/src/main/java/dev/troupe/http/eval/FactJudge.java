package dev.troupe.http.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether the answer says what it must, and leaves out what it must not say. */
final class FactJudge implements Judge {
  private static final String NAME = "facts";

  @Override
  public Optional<Verdict> judge(Expectation expect, Answer answer) {
    if (expect.facts().isEmpty() && expect.absent().isEmpty()) {
      return Optional.empty();
    }
    var text = plain(answer.text());
    List<String> faults = new ArrayList<>();
    for (var wordings : expect.facts()) {
      if (wordings.stream().noneMatch(wording -> text.contains(plain(wording)))) {
        faults.add("says nothing of \"%s\"".formatted(String.join("\" or \"", wordings)));
      }
    }
    var told = expect.facts().size() - faults.size();
    for (var forbidden : expect.absent()) {
      if (text.contains(plain(forbidden))) {
        faults.add("says \"%s\"".formatted(forbidden));
      }
    }
    Optional<Double> score =
        expect.facts().isEmpty()
            ? Optional.empty()
            : Optional.of((double) told / expect.facts().size());
    return Optional.of(new Verdict(NAME, faults.isEmpty(), score, String.join("; ", faults)));
  }

  /** Letter case, spacing, kinds of dashes and marks of emphasis do not make another fact. */
  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT)
        .replaceAll("[\\u2010-\\u2015]", "-")
        .replaceAll("[*_`]", "")
        .replaceAll("\\s+", " ")
        .strip();
  }
}
