package dev.troupe.supervisor.workflow;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads states and how they hang together. */
final class MachineReader {
  private static final int STATE_NAME_AT_MOST = 80;

  private final List<Workflow.Resource> resources;
  private final List<Workflow> ofItems;
  private final boolean withWays;

  /**
   * @param ofItems takes what the items of distributed Maps run
   * @param withWays whether every state must be one that can be reached
   */
  MachineReader(List<Workflow.Resource> resources, List<Workflow> ofItems, boolean withWays) {
    this.resources = resources;
    this.ofItems = ofItems;
    this.withWays = withWays;
  }

  /**
   * @param outermost the workflow's own machine, whose end is the task's
   */
  StateMachine read(Fields fields, Language around, boolean outermost) {
    var language = Language.in(fields, around);
    var startAt = fields.text("StartAt");
    Map<String, State> states = new LinkedHashMap<>();
    var members = fields.object("States");
    if (members != null) {
      for (var member : members.json().properties()) {
        var name = member.getKey();
        if (name.length() > STATE_NAME_AT_MOST) {
          members.fault(
              name, "A state's name has at most %d characters.".formatted(STATE_NAME_AT_MOST));
        }
        var state = members.object(name);
        var read = state == null ? null : stateReader(state.in(language), outermost).read();
        if (read != null) {
          states.put(name, read);
        }
      }
      checkTargets(fields, members);
      if (withWays) {
        WaysThrough.check(fields, members);
      }
    }
    return new StateMachine(startAt == null ? "" : startAt, states);
  }

  List<Workflow> ofItems() {
    return ofItems;
  }

  private StateReader stateReader(Fields state, boolean outermost) {
    var language = Language.in(state, state.language());
    return new StateReader(state.in(language), outermost, this, resources);
  }

  /** Read from the definition itself: a state with a fault of its own is still a target. */
  private static void checkTargets(Fields machine, Fields states) {
    var names = new HashSet<String>();
    states.json().fieldNames().forEachRemaining(names::add);
    if (names.isEmpty()) {
      machine.fault("States", "A machine has at least one state.");
    }
    checkTarget(machine, "StartAt", names);
    for (var name : names) {
      if (states.json().path(name).isObject()) {
        var state =
            new Fields(
                states.json().path(name), states.at(name), states.language(), states.faults());
        checkTarget(state, "Next", names);
        checkTarget(state, "Default", names);
        for (var list : List.of("Choices", "Catch")) {
          if (state.json().path(list).isArray()) {
            state.objects(list).forEach(way -> checkTarget(way, "Next", names));
          }
        }
      }
    }
  }

  private static void checkTarget(Fields from, String field, Set<String> names) {
    var target = from.json().path(field);
    if (target.isTextual() && !names.contains(target.textValue())) {
      from.fault(field, "There is no state '%s' in this machine.".formatted(target.textValue()));
    }
  }
}
