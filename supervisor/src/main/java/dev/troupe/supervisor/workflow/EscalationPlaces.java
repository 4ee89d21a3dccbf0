package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Finds the Task states of a sound definition that turn to people when they fail. */
public final class EscalationPlaces {
  private static final String OWN = "X-Troupe";
  private static final List<String> PROCESSORS = List.of("ItemProcessor", "Iterator");

  private final List<String> found = new ArrayList<>();

  private EscalationPlaces() {}

  /** A JSON pointer to each {@code escalate}. */
  public static List<String> in(Workflow workflow) {
    var places = new EscalationPlaces();
    places.walk(workflow.definition(), "");
    return List.copyOf(places.found);
  }

  private void walk(JsonNode machine, String pointer) {
    machine
        .path("States")
        .properties()
        .forEach(state ->
            visit(state.getValue(), Fields.at(Fields.at(pointer, "States"), state.getKey())));
  }

  private void visit(JsonNode state, String pointer) {
    if (state.path(OWN).has(EscalationReader.ESCALATE)) {
      found.add(Fields.at(Fields.at(pointer, OWN), EscalationReader.ESCALATE));
    }
    for (var processor : PROCESSORS) {
      walk(state.path(processor), Fields.at(pointer, processor));
    }
    var branches = state.path("Branches");
    for (var i = 0; i < branches.size(); i++) {
      walk(branches.path(i), Fields.at(Fields.at(pointer, "Branches"), String.valueOf(i)));
    }
  }
}
