package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.supervisor.workflow.jsonpath.JsonPath;

/** Where a Map finds its items. */
public sealed interface Items {

  /** An array; the scope's input is what the state selected. */
  JsonNode in(Scope scope);

  /** JSONata: the state's input itself. */
  record Input() implements Items {
    @Override
    public JsonNode in(Scope scope) {
      if (!scope.input().isArray()) {
        throw EvaluationFailure.query("Map state input must be an array but was: " + scope.input());
      }
      return scope.input();
    }
  }

  /**
   * JSONata: a value or an expression.
   *
   * @param objectsToo the members of an object are items, too
   */
  record Given(Template template, boolean objectsToo) implements Items {
    @Override
    public JsonNode in(Scope scope) {
      var items = template.evaluate(scope, "Items");
      if (items.isArray()) {
        return items;
      }
      if (items.isObject() && objectsToo) {
        var members = JsonNodeFactory.instance.arrayNode();
        items
            .properties()
            .forEach(member ->
                members.addObject().put("Key", member.getKey()).set("Value", member.getValue()));
        return members;
      }
      var source = template instanceof Template.Computed(var computed) ? computed.source() : "";
      throw EvaluationFailure.unexpected(source, "Items", "array", items);
    }
  }

  record AtPath(JsonPath path) implements Items {
    @Override
    public JsonNode in(Scope scope) {
      var items = path.get(scope);
      if (!items.isArray()) {
        throw EvaluationFailure.runtime(
            "Reference path \"%s\" must point to array.".formatted(path.source()));
      }
      return items;
    }
  }
}
