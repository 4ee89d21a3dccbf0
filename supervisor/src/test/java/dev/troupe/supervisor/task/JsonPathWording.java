package dev.troupe.supervisor.task;

import static dev.troupe.supervisor.ScriptedTeam.json;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Generated states in JSONPath. */
final class JsonPathWording implements Wording {
  private static final String SHAPE = "'n.$':'$.n','items.$':'$.items','text.$':'$.text'";

  @Override
  public String language() {
    return "JSONPath";
  }

  @Override
  public void pass(ObjectNode state, boolean random) {
    state.set(
        "Parameters",
        json(
            "{'n.$':'States.MathAdd($.n, 1)','items.$':'$.items','text.$':'$.text'"
                + (random ? ",'drawn.$':'States.UUID()'}" : "}")));
  }

  @Override
  public void begin(ObjectNode state, String counter) {
    state.putObject("Assign").put(counter, 0).put(counter + "t.$", "$.text");
  }

  @Override
  public void loop(ObjectNode state, String counter, int limit, String back) {
    state
        .putArray("Choices")
        .addObject()
        .put("Variable", "$" + counter)
        .put("NumericLessThan", limit)
        .put("Next", back)
        .putObject("Assign")
        .put(counter + ".$", "States.MathAdd($%s, 1)".formatted(counter));
  }

  @Override
  public void fork(ObjectNode state, int limit, String to) {
    state
        .putArray("Choices")
        .addObject()
        .put("Variable", "$.n")
        .put("NumericLessThan", limit)
        .put("Next", to);
  }

  @Override
  public void task(ObjectNode state, boolean withToken) {
    state.set(
        "Parameters",
        json(
            "{"
                + SHAPE
                + ",'again.$':'$$.State.RetryCount'"
                + (withToken ? ",'token.$':'$$.Task.Token'}" : "}")));
    state.put("ResultPath", "$.answer");
  }

  @Override
  public void waiting(ObjectNode state, int seconds) {
    if (seconds % 2 == 0) {
      state.put("Seconds", seconds);
    } else {
      state.put("SecondsPath", "$.n");
    }
  }

  @Override
  public void parallel(ObjectNode state) {
    state.set("Parameters", json("{" + SHAPE + "}"));
    state.put("ResultPath", "$.branches");
  }

  @Override
  public void map(ObjectNode state) {
    state.put("ItemsPath", "$.items");
    state.set(
        "ItemSelector",
        json(
            "{'n.$':'$$.Map.Item.Index','items.$':'$.items','text.$':'$.text','value.$':'$$.Map.Item.Value'}"));
    state.put("ResultPath", "$.branches");
  }

  @Override
  public void spoil(ObjectNode map) {
    map.withObject("ItemSelector").put("said.$", "States.MathAdd($$.Map.Item.Value, 1)");
  }

  @Override
  public void unpack(ObjectNode state) {
    state.set(
        "Parameters",
        json("{'n.$':'States.ArrayLength($.Items)','items':[1,2],'text':'of a batch'}"));
  }

  @Override
  public void catcher(ObjectNode catcher) {
    catcher.put("ResultPath", "$.caught");
  }

  @Override
  public void end(ObjectNode state) {
    state.put("OutputPath", "$");
  }
}
