package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.supervisor.workflow.Scope;
import dev.troupe.supervisor.workflow.State.ChoiceState;
import dev.troupe.supervisor.workflow.State.FailState;
import dev.troupe.supervisor.workflow.State.MapState;
import dev.troupe.supervisor.workflow.State.ParallelState;
import dev.troupe.supervisor.workflow.State.PassState;
import dev.troupe.supervisor.workflow.State.SucceedState;
import dev.troupe.supervisor.workflow.State.TaskState;
import dev.troupe.supervisor.workflow.State.WaitState;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What expressions in one frame can see. */
record Scopes(Interpreter interpreter, Frame frame) {

  Scope of(JsonNode input) {
    return of(input, null);
  }

  Scope withError(JsonNode input, JsonNode errorOutput) {
    return of(input, errorOutput);
  }

  private Scope of(JsonNode input, @Nullable JsonNode errorOutput) {
    return new Scope(this::variable, input, null, errorOutput, this::context, interpreter.moment());
  }

  /** As a Map's ItemSelector sees it. */
  Scope ofItem(Scope ofMap, int index, JsonNode item) {
    return withContext(ofMap, () -> withItem(context(), index, item));
  }

  /** As a state sees it whose work is ended from outside. */
  Scope withToken(Scope scope, String token) {
    return withContext(
        scope,
        () -> {
          var context = context();
          context.putObject("Task").put("Token", token);
          return context;
        });
  }

  private static Scope withContext(Scope scope, Supplier<JsonNode> context) {
    return new Scope(
        scope.variables(),
        scope.input(),
        scope.result(),
        scope.errorOutput(),
        context,
        scope.moment());
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
    var names = interpreter.environment().names(terms.workflow());
    var context = JsonNodeFactory.instance.objectNode();
    var execution = context.putObject("Execution");
    execution
        .put("Id", names.executionId())
        .put("Name", names.executionName())
        .put("RoleArn", names.roleArn())
        .put("StartTime", terms.submittedAt().toString())
        .put("RedriveCount", terms.run().number() - 1)
        .set("Input", terms.input().json());
    if (terms.run().redrivenAt() != null) {
      execution.put("RedriveTime", terms.run().redrivenAt().toString());
    }
    context.putObject("StateMachine").put("Id", names.machineId()).put("Name", names.machineName());
    state(context.putObject("State"));
    var map = map();
    return map == null ? context : withItem(context, map.index(), map.item());
  }

  private void state(ObjectNode context) {
    var visit = frame.visit();
    context.put("Name", visit.state()).put("EnteredTime", visit.enteredAt().toString());
    switch (interpreter.machine(frame).state(visit.state())) {
      case TaskState _, MapState _, ParallelState _ -> context.put("RetryCount", visit.retried());
      case ChoiceState _, PassState _, WaitState _, SucceedState _, FailState _ -> {}
    }
  }

  /** An item of a Map, and which it is. */
  private record Item(int index, JsonNode item) {}

  /** Of the innermost Map that the frame stands in. */
  private @Nullable Item map() {
    var running = interpreter.running();
    for (var inner = frame; !inner.isTop(); inner = running.frame(inner.parent())) {
      var parent = running.frame(inner.parent());
      var isMap = interpreter.machine(parent).state(parent.visit().state()) instanceof MapState;
      if (isMap && parent.position() instanceof Position.Branching branching) {
        return new Item(inner.index(), branching.input().json().path(inner.index()));
      }
    }
    return null;
  }

  private static ObjectNode withItem(JsonNode context, int index, JsonNode item) {
    var whole = (ObjectNode) context;
    whole.putObject("Map").putObject("Item").put("Index", index).set("Value", item);
    return whole;
  }
}
