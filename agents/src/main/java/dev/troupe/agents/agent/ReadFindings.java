package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.shared.Findings;
import dev.troupe.agents.shared.FindingsJson;
import dev.troupe.agents.shared.SharedKnowledge;
import dev.troupe.agents.tool.Tool;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.ToolSpec;
import dev.troupe.persistence.Json;

/**
 * The built-in tool {@code read_findings}: what is known on this node by now of what the agents of
 * the task have found and read, as {@link FindingsJson} writes it.
 */
final class ReadFindings implements Tool {
  static final String NAME = "read_findings";

  private static final JsonNode SCHEMA =
      Json.parse("{\"type\": \"object\", \"properties\": {}, \"additionalProperties\": false}");

  private final SharedKnowledge shared;

  ReadFindings(SharedKnowledge shared) {
    this.shared = shared;
  }

  @Override
  public ToolSpec spec() {
    return new ToolSpec(
        NAME,
        "Gives what all who work on the same task have found so far: findings with their sources, contradictions between them, who works on which question, and in `sources` what has been read already.",
        SCHEMA,
        ToolSpec.Effect.READS,
        // Whoever found it has read texts that may be from anybody.
        true);
  }

  @Override
  public JsonNode call(ToolCall call, JsonNode input) throws Exception {
    var task = call.tenant() + "/" + call.taskId();
    var entries = shared.read(task).toCompletableFuture().get();
    var seen = shared.seen(task).toCompletableFuture().get();
    return FindingsJson.of(Findings.of(entries), seen);
  }
}
