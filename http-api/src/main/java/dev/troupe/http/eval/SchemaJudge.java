package dev.troupe.http.eval;

import dev.troupe.agents.agent.OutputSchema;
import java.util.Optional;

/** Whether the output has the form that was asked for. */
final class SchemaJudge implements Judge {
  private static final String NAME = "schema";

  @Override
  public Optional<Verdict> judge(Expectation expect, Answer answer) {
    return expect
        .schema()
        .map(schema -> Verdict.of(NAME, new OutputSchema(schema).fault(answer.output())));
  }
}
