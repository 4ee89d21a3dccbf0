package dev.troupe.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.persistence.Json;
import java.time.Duration;

/** Writes a workflow state by state; each leads to the one behind it, unless it says otherwise. */
public final class WorkflowBuilder extends States<WorkflowBuilder> {
  private final String name;
  private final ObjectNode head = Json.MAPPER.createObjectNode();

  WorkflowBuilder(String name) {
    this.name = name;
  }

  public WorkflowBuilder comment(String comment) {
    head.put("Comment", comment);
    return this;
  }

  /** For the whole of it; past it the task fails with {@code States.Timeout}. */
  public WorkflowBuilder timeout(Duration timeout) {
    head.put("TimeoutSeconds", Step.seconds(timeout));
    return this;
  }

  /**
   * Writes the definition.
   *
   * @throws IllegalArgumentException naming everything that is wrong with it, and where
   */
  public Workflow build() {
    var definition = head.deepCopy();
    definition.put("QueryLanguage", "JSONata");
    definition.setAll(machine());
    return Workflow.of(name, definition, functions());
  }

  @Override
  WorkflowBuilder self() {
    return this;
  }
}
