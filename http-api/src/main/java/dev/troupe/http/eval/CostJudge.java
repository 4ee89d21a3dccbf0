package dev.troupe.http.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the answer stayed within what it may cost. */
final class CostJudge implements Judge {
  private static final String NAME = "cost";

  @Override
  public Optional<Verdict> judge(Expectation expect, Answer answer) {
    var cost = expect.cost();
    if (Stream.of(cost.modelCalls(), cost.tokens(), cost.money(), cost.seconds())
        .allMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    List<String> faults = new ArrayList<>();
    cost.modelCalls()
        .filter(most -> answer.modelCalls() > most)
        .ifPresent(most ->
            faults.add("%d model calls, %d are allowed".formatted(answer.modelCalls(), most)));
    cost.tokens()
        .filter(most -> answer.tokens() > most)
        .ifPresent(
            most -> faults.add("%d tokens, %d are allowed".formatted(answer.tokens(), most)));
    cost.money()
        .filter(most -> answer.money() > most)
        .ifPresent(
            most -> faults.add("it cost %s, %s are allowed".formatted(answer.money(), most)));
    if (cost.money().isPresent() && answer.unpricedCalls() > 0) {
      faults.add("%d calls have no known price".formatted(answer.unpricedCalls()));
    }
    var seconds = answer.took().toMillis() / 1000.0;
    cost.seconds()
        .filter(most -> seconds > most)
        .ifPresent(most -> faults.add("%s s, %s are allowed".formatted(seconds, most)));
    return Optional.of(
        new Verdict(NAME, faults.isEmpty(), Optional.empty(), String.join("; ", faults)));
  }
}
