package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.JsonNode;

/** A compiled expression: immutable, shared by all tasks of a workflow. */
public interface Expression {

  /** As it was written, without the marks around it. */
  String source();

  /**
   * @param field the field that holds the expression, as a failure names it
   * @throws EvaluationFailure if it has no value or one that JSON cannot hold
   */
  JsonNode evaluate(Scope scope, String field);
}
