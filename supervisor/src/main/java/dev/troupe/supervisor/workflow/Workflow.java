package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A definition that was read without a fault, compiled.
 *
 * @param hash SHA-256 of the definition's canonical JSON: its identity
 * @param timeoutSeconds for the whole machine, or null
 * @param resources every resource that its Task states name, and where
 * @param ofItems what the items of its distributed Maps run, those inside each other too
 */
public record Workflow(
    String hash,
    String comment,
    JsonNode definition,
    StateMachine machine,
    @Nullable Integer timeoutSeconds,
    List<Resource> resources,
    List<Workflow> ofItems) {

  /**
   * @param pointer a JSON pointer to the field
   */
  public record Resource(String pointer, String name) {}
}
