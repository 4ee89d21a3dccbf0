package dev.troupe.supervisor.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Workflow {@code planned} as it is configured: its planner is told what it may use. */
public final class PlannedWorkflow {
  static final String NAME = "planned";

  private PlannedWorkflow() {}

  /**
   * @param template the definition with nothing on the list yet
   */
  public static JsonNode configured(JsonNode template, List<String> plannable) {
    JsonNode definition = template.deepCopy();
    var listed = ((ObjectNode) definition.at("/States/Begin/Assign")).putArray("resources");
    plannable.forEach(listed::add);
    return definition;
  }
}
