package dev.troupe.http.eval;

import java.util.Optional;

/** Whether the task came to what was expected: also that nothing is answered which cannot be. */
final class OutcomeJudge implements Judge {
  private static final String NAME = "outcome";

  @Override
  public Optional<Verdict> judge(Expectation expect, Answer answer) {
    var got = answer.result().path("outcome").asText("answered");
    return Optional.of(
        Verdict.of(
            NAME,
            got.equals(expect.outcome())
                ? Optional.empty()
                : Optional.of("expected %s, got %s".formatted(expect.outcome(), got))));
  }
}
