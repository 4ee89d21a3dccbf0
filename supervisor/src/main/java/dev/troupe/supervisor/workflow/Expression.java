package dev.troupe.supervisor.workflow;

import com.dashjoin.jsonata.JException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** A compiled expression: immutable, shared by all tasks of a workflow. */
public sealed interface Expression permits PathExpression, JsonataExpression {

  /** A dotted path is walked here; it is most of what workflows say, and costs next to nothing. */
  Pattern PATH = Pattern.compile("\\$[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*");

  /** As written between <code>{%</code> and <code>%}</code>. */
  String source();

  /**
   * @param field the field that holds the expression, as a failure names it
   * @throws EvaluationFailure if it has no value or one that JSON cannot hold
   */
  JsonNode evaluate(Scope scope, String field);

  /**
   * @throws IllegalArgumentException saying what is wrong and at which character
   */
  static Expression compile(String source) {
    try {
      var general = JsonataExpression.compile(source);
      return PATH.matcher(source).matches() ? PathExpression.of(source, general) : general;
    } catch (JException fault) {
      throw new IllegalArgumentException(
          "%s (at character %d)".formatted(fault.getMessage(), fault.getLocation()), fault);
    }
  }

  static EvaluationFailure undefined(String source, String field) {
    return EvaluationFailure.query(
        "The JSONata expression '%s' specified for the field '%s' returned nothing (undefined)."
            .formatted(source, field));
  }
}
