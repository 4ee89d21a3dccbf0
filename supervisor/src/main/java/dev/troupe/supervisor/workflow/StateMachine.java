package dev.troupe.supervisor.workflow;

import java.util.Map;

/** States and where they start: a whole workflow, or what a Map runs for each item. */
public record StateMachine(String startAt, Map<String, State> states) {

  public State state(String name) {
    var state = states.get(name);
    if (state == null) {
      throw new IllegalStateException("No state '%s' in this machine".formatted(name));
    }
    return state;
  }
}
