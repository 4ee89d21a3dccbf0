package dev.troupe.agents.tool;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** A tool with effects that can tell afterwards whether a call of it took effect. */
public interface Reconcilable extends Tool {

  /**
   * Asked where the process ended, or the time was over, before the call's result was recorded.
   *
   * @return the result, if the call took effect; empty if it did not and may be made now
   * @throws ToolFailure if that cannot be told: the call is then put before a person
   */
  Optional<JsonNode> reconcile(ToolCall call, JsonNode input) throws Exception;
}
