package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes up state machines that come to an end: loops count, and a catcher only leads forward. The
 * names of states are unique, those inside others included.
 */
final class MachineGenerator {
  /** What tasks and Fail states fail with. */
  static final List<String> ERRORS = List.of("E.One", "E.Two");

  private static final int DEPTH_AT_MOST = 3;
  private static final Wording JSONATA = new JsonataWording();
  private static final Wording JSONPATH = new JsonPathWording();

  private enum Kind {
    PASS,
    TASK,
    TOKEN,
    PARALLEL,
    MAP,
    FORK,
    WAIT,
    BEGIN,
    LOOP,
    UNPACK,
    SUCCEED,
    FAIL
  }

  private static final List<Kind> ORDINARY =
      List.of(
          Kind.PASS,
          Kind.PASS,
          Kind.TASK,
          Kind.TASK,
          Kind.TASK,
          Kind.TOKEN,
          Kind.PARALLEL,
          Kind.PARALLEL,
          Kind.MAP,
          Kind.MAP,
          Kind.FORK,
          Kind.WAIT);

  private final SplittableRandom chance;
  private int named;
  private int budget;

  MachineGenerator(SplittableRandom chance) {
    this.chance = chance;
    this.budget = chance.nextInt(3, 15);
  }

  ObjectNode workflow() {
    var outermost = chance.nextBoolean() ? JSONATA : JSONPATH;
    var workflow = JsonNodeFactory.instance.objectNode();
    workflow.put("QueryLanguage", outermost.language());
    workflow.setAll(machine(outermost, 0, false));
    return workflow;
  }

  private boolean oneIn(int many) {
    return chance.nextInt(many) == 0;
  }

  private ObjectNode machine(Wording around, int depth, boolean ofBatches) {
    var kinds = kinds(depth, ofBatches);
    List<String> names = new ArrayList<>();
    kinds.forEach(kind -> names.add("%s%d".formatted(kind, ++named)));
    var machine = JsonNodeFactory.instance.objectNode().put("StartAt", names.getFirst());
    var states = machine.putObject("States");
    for (var at = 0; at < kinds.size(); at++) {
      var isOther = around.equals(JSONPATH) && oneIn(5);
      var language = isOther ? JSONATA : around;
      var state = states.putObject(names.get(at));
      if (isOther) {
        state.put("QueryLanguage", language.language());
      }
      fill(state, kinds.get(at), new Place(language, depth, names, at));
    }
    return machine;
  }

  private List<Kind> kinds(int depth, boolean ofBatches) {
    List<Kind> kinds = new ArrayList<>();
    var length = depth == 0 ? chance.nextInt(2, 7) : chance.nextInt(1, 4);
    for (var count = 0; count < length; count++) {
      var kind = ORDINARY.get(chance.nextInt(ORDINARY.size()));
      var isDeep = kind == Kind.PARALLEL || kind == Kind.MAP;
      kinds.add(budget-- <= 0 || (isDeep && depth == DEPTH_AT_MOST) ? Kind.PASS : kind);
    }
    if (oneIn(4)) {
      var from = chance.nextInt(kinds.size());
      kinds.add(chance.nextInt(from, kinds.size()) + 1, Kind.LOOP);
      kinds.add(from, Kind.BEGIN);
    }
    if (ofBatches) {
      kinds.addFirst(Kind.UNPACK);
    }
    var last = kinds.getLast();
    if (last == Kind.FORK || last == Kind.LOOP || oneIn(5)) {
      kinds.add(oneIn(depth == 0 ? 8 : 3) ? Kind.FAIL : oneIn(2) ? Kind.SUCCEED : Kind.PASS);
    }
    return kinds;
  }

  /** Where a state stands in its machine. */
  private record Place(Wording wording, int depth, List<String> names, int at) {
    boolean isLast() {
      return at == names.size() - 1;
    }

    String next() {
      return names.get(at + 1);
    }
  }

  private void fill(ObjectNode state, Kind kind, Place place) {
    var wording = place.wording();
    switch (kind) {
      case PASS -> wording.pass(type(state, "Pass", place), oneIn(4));
      case UNPACK -> wording.unpack(type(state, "Pass", place));
      case BEGIN -> wording.begin(type(state, "Pass", place), "c" + place.names().get(place.at()));
      case TASK -> task(state, "agent:" + (oneIn(2) ? "a" : "b"), false, place);
      case TOKEN -> task(state, "queue:a.waitForTaskToken", true, place);
      case WAIT -> wording.waiting(type(state, "Wait", place), chance.nextInt(6));
      case PARALLEL -> parallel(type(state, "Parallel", place), place);
      case MAP -> map(type(state, "Map", place), place);
      case FORK -> fork(state, place);
      case LOOP -> loop(state, place);
      case SUCCEED -> wording.end(state.put("Type", "Succeed"));
      case FAIL ->
          state
              .put("Type", "Fail")
              .put("Error", ERRORS.get(chance.nextInt(2)))
              .put("Cause", "as generated");
    }
  }

  private static ObjectNode type(ObjectNode state, String type, Place place) {
    state.put("Type", type);
    return place.isLast() ? state.put("End", true) : state.put("Next", place.next());
  }

  private void task(ObjectNode state, String resource, boolean withToken, Place place) {
    place.wording().task(type(state, "Task", place).put("Resource", resource), withToken);
    if (oneIn(3)) {
      state.put("TimeoutSeconds", chance.nextInt(5, 90));
    }
    if (oneIn(4)) {
      state.put("HeartbeatSeconds", chance.nextInt(1, 5));
    }
    handle(state, place);
  }

  private void parallel(ObjectNode state, Place place) {
    place.wording().parallel(state);
    var branches = state.putArray("Branches");
    for (var count = chance.nextInt(1, 4); count > 0; count--) {
      branches.add(machine(place.wording(), place.depth() + 1, false));
    }
    handle(state, place);
  }

  private void map(ObjectNode state, Place place) {
    place.wording().map(state);
    if (oneIn(8)) {
      place.wording().spoil(state);
    }
    if (oneIn(2)) {
      state.put("MaxConcurrency", chance.nextInt(4));
    }
    if (oneIn(3)) {
      state.put("ToleratedFailureCount", chance.nextInt(4));
    } else if (oneIn(4)) {
      state.put("ToleratedFailurePercentage", chance.nextInt(101));
    }
    var inBatches = oneIn(6);
    if (inBatches) {
      state.putObject("ItemBatcher").put("MaxItemsPerBatch", chance.nextInt(1, 4));
    }
    state.set("ItemProcessor", machine(place.wording(), place.depth() + 1, inBatches));
    handle(state, place);
  }

  private void fork(ObjectNode state, Place place) {
    var to = place.names().get(chance.nextInt(place.at() + 1, place.names().size()));
    state.put("Type", "Choice").put("Default", place.next());
    place.wording().fork(state, chance.nextInt(8), to);
  }

  private void loop(ObjectNode state, Place place) {
    var begin = place.names().stream().filter(name -> name.startsWith("BEGIN")).findFirst();
    var body = place.names().get(place.names().indexOf(begin.orElseThrow()) + 1);
    state.put("Type", "Choice").put("Default", place.next());
    place.wording().loop(state, "c" + begin.get(), chance.nextInt(3), body);
  }

  private void handle(ObjectNode state, Place place) {
    if (oneIn(2)) {
      var retry = state.putArray("Retry");
      errors().forEach(error -> retrier(retry, error));
    }
    if (!place.isLast() && oneIn(2)) {
      var catchers = state.putArray("Catch");
      for (var error : errors()) {
        var to = place.names().get(chance.nextInt(place.at() + 1, place.names().size()));
        var catcher = catchers.addObject().put("Next", to);
        catcher.putArray("ErrorEquals").add(error);
        place.wording().catcher(catcher);
      }
    }
  }

  private void retrier(ArrayNode retry, String error) {
    var retrier = retry.addObject();
    retrier.putArray("ErrorEquals").add(error);
    retrier.put("IntervalSeconds", chance.nextInt(1, 5));
    retrier.put("MaxAttempts", chance.nextInt(3));
    retrier.put("BackoffRate", oneIn(2) ? 1.0 : 1.5);
    if (oneIn(4)) {
      retrier.put("JitterStrategy", "FULL");
    }
    if (oneIn(4)) {
      retrier.put("MaxDelaySeconds", 5);
    }
  }

  /** One or two names of errors; what covers everything comes last. */
  private List<String> errors() {
    var special = List.of("States.ALL", "States.TaskFailed", "States.Timeout", ERRORS.get(1));
    var second = special.get(chance.nextInt(special.size()));
    return oneIn(2) ? List.of(ERRORS.get(0), second) : List.of(second);
  }
}
