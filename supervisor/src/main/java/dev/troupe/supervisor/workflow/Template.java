package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;

/** A JSON value with expressions in it; compiled once per workflow. */
public sealed interface Template {

  record Constant(JsonNode json) implements Template {}

  record Computed(Expression expression) implements Template {}

  record Members(Map<String, Template> byName) implements Template {}

  record Items(List<Template> inOrder) implements Template {}

  /** An expression that a failure names by the field it stands in, wherever that is nested. */
  record Named(String field, Expression expression) implements Template {}

  /**
   * @param field the field that holds this template, as a failure names it
   * @throws EvaluationFailure if an expression in it has no value
   */
  default JsonNode evaluate(Scope scope, String field) {
    return switch (this) {
      case Constant(var json) -> json;
      case Computed(var expression) -> expression.evaluate(scope, field);
      case Named(var own, var expression) -> expression.evaluate(scope, own);
      case Members(var byName) -> {
        var object = JsonNodeFactory.instance.objectNode();
        byName.forEach((name, part) -> object.set(name, part.evaluate(scope, field + "/" + name)));
        yield object;
      }
      case Items(var inOrder) -> {
        var array = JsonNodeFactory.instance.arrayNode(inOrder.size());
        for (var index = 0; index < inOrder.size(); index++) {
          array.add(inOrder.get(index).evaluate(scope, field + "[" + index + "]"));
        }
        yield array;
      }
    };
  }
}
