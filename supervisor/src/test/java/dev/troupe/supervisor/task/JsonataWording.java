package dev.troupe.supervisor.task;

import static dev.troupe.supervisor.ScriptedTeam.json;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Generated states in JSONata. */
final class JsonataWording implements Wording {
  private static final String SHAPE =
      "'n':'{% $states.input.n %}','items':'{% $states.input.items %}','text':'{% $states.input.text %}'";

  @Override
  public String language() {
    return "JSONata";
  }

  @Override
  public void pass(ObjectNode state, boolean random) {
    state.set(
        "Output",
        json(
            "{'n':'{% $states.input.n + 1 %}','items':'{% $states.input.items %}','text':'{% $states.input.text %}'"
                + (random ? ",'drawn':'{% [$random(), $uuid(), $now()] %}'}" : "}")));
  }

  @Override
  public void begin(ObjectNode state, String counter) {
    state.putObject("Assign").put(counter, 0).put(counter + "t", "{% $states.input.text %}");
  }

  @Override
  public void loop(ObjectNode state, String counter, int limit, String back) {
    state
        .putArray("Choices")
        .addObject()
        .put("Condition", "{%% $%s < %d %%}".formatted(counter, limit))
        .put("Next", back)
        .putObject("Assign")
        .put(counter, "{%% $%s + 1 %%}".formatted(counter));
  }

  @Override
  public void fork(ObjectNode state, int limit, String to) {
    state
        .putArray("Choices")
        .addObject()
        .put("Condition", "{%% $states.input.n < %d %%}".formatted(limit))
        .put("Next", to);
  }

  @Override
  public void task(ObjectNode state, boolean withToken) {
    state.set(
        "Arguments",
        json(
            "{"
                + SHAPE
                + ",'again':'{% $states.context.State.RetryCount %}'"
                + (withToken ? ",'token':'{% $states.context.Task.Token %}'}" : "}")));
    state.put("Output", "{% $merge([$states.input, $states.result]) %}");
  }

  @Override
  public void waiting(ObjectNode state, int seconds) {
    state.put(
        seconds % 2 == 0 ? "Seconds" : "Timestamp",
        seconds % 2 == 0
            ? "{%% %d + $states.input.n %% 3 %%}".formatted(seconds)
            : "{%% $fromMillis($millis() + %d) %%}".formatted(seconds * 1000));
  }

  @Override
  public void parallel(ObjectNode state) {
    state.set("Arguments", json("{" + SHAPE + "}"));
    gather(state);
  }

  @Override
  public void map(ObjectNode state) {
    state.put("Items", "{% $states.input.items %}");
    state.set(
        "ItemSelector",
        json(
            "{"
                + SHAPE.replace("input.n", "context.Map.Item.Index")
                + ",'value':'{% $states.context.Map.Item.Value %}'}"));
    gather(state);
  }

  private static void gather(ObjectNode state) {
    state.set("Output", json("{" + SHAPE + ",'branches':'{% $states.result %}'}"));
  }

  @Override
  public void spoil(ObjectNode map) {
    map.withObject("ItemSelector").put("said", "{% $uppercase($states.context.Map.Item.Value) %}");
  }

  @Override
  public void unpack(ObjectNode state) {
    state.set(
        "Output",
        json("{'n':'{% $count($states.input.Items) %}','items':[1,2],'text':'of a batch'}"));
  }

  @Override
  public void catcher(ObjectNode catcher) {
    catcher.put("Output", "{% $merge([$states.input, {'caught': $states.errorOutput}]) %}");
  }

  @Override
  public void end(ObjectNode state) {
    state.put("Output", "{% $states.input %}");
  }
}
