package dev.troupe.http.eval;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at one side of an answer. Pure; what asks a model is not among these. */
interface Judge {
  List<Judge> ALL =
      List.of(
          new OutcomeJudge(),
          new CitationJudge(),
          new FactJudge(),
          new DocumentJudge(),
          new SchemaJudge(),
          new CostJudge());

  /** Empty if the case asks nothing of this judge. */
  Optional<Verdict> judge(Expectation expect, Answer answer);

  /** All findings; where a task failed, that it did is the only one. */
  static List<Verdict> all(Expectation expect, Answer answer) {
    if (answer.failure().isPresent()) {
      return List.of(Verdict.of("end", answer.failure()));
    }
    return ALL.stream().flatMap(judge -> one(judge, expect, answer)).toList();
  }

  private static Stream<Verdict> one(Judge judge, Expectation expect, Answer answer) {
    return judge.judge(expect, answer).stream();
  }
}
