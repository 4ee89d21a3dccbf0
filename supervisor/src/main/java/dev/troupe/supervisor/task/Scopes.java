package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.supervisor.workflow.Scope;
import org.jspecify.annotations.Nullable;

/** What expressions in one frame can see. */
record Scopes(Interpreter interpreter, Frame frame) {

  Scope of(JsonNode input) {
    return of(input, null, null);
  }

  Scope withResult(JsonNode input, JsonNode result) {
    return of(input, result, null);
  }

  Scope withError(JsonNode input, JsonNode errorOutput) {
    return of(input, null, errorOutput);
  }

  private Scope of(JsonNode input, @Nullable JsonNode result, @Nullable JsonNode errorOutput) {
    return new Scope(
        this::variable, input, result, errorOutput, this::context, interpreter.moment());
  }

  /** As a Map's ItemSelector sees it. */
  Scope ofItem(JsonNode input, int index, JsonNode item) {
    return new Scope(
        this::variable,
        input,
        null,
        null,
        () -> withItem(context(), index, item),
        interpreter.moment());
  }

  /** A branch sees the variables around it. */
  private @Nullable JsonNode variable(String name) {
    var running = interpreter.running();
    for (var inner = frame; ; inner = running.frame(inner.parent())) {
      var held = inner.variables().get(name);
      if (held != null) {
        return held.json();
      }
      if (inner.isTop()) {
        return null;
      }
    }
  }

  private ObjectNode context() {
    var terms = interpreter.running().terms();
    var environment = interpreter.environment();
    var context = JsonNodeFactory.instance.objectNode();
    context
        .putObject("Execution")
        .put("Id", environment.taskKey())
        .put("Name", environment.taskKey().substring(environment.taskKey().indexOf('/') + 1))
        .put("StartTime", terms.submittedAt().toString())
        .set("Input", terms.input().json());
    context
        .putObject("StateMachine")
        .put("Id", environment.workflow().hash())
        .put("Name", terms.workflow());
    var visit = frame.visit();
    context
        .putObject("State")
        .put("Name", visit.state())
        .put("EnteredTime", visit.enteredAt().toString());
    return frame.isTop() ? context : withItem(context, frame.index(), item());
  }

  private JsonNode item() {
    return interpreter.running().frame(frame.parent()).position()
            instanceof Position.Mapping mapping
        ? mapping.items().json().path(frame.index())
        : JsonNodeFactory.instance.nullNode();
  }

  private static ObjectNode withItem(JsonNode context, int index, JsonNode item) {
    var whole = (ObjectNode) context;
    whole.putObject("Map").putObject("Item").put("Index", index).set("Value", item);
    return whole;
  }
}
