package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.shared.Findings;
import dev.troupe.agents.shared.FindingsJson;
import dev.troupe.agents.shared.Seen;
import dev.troupe.agents.shared.SharedKnowledge;
import dev.troupe.agents.tool.Tool;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.ToolSpec;
import dev.troupe.persistence.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The built-in tool {@code read_findings}: what is known on this node by now of what the agents of
 * the task have found and read, as {@link FindingsJson} writes it.
 */
final class ReadFindings implements Tool {
  static final String NAME = "read_findings";
  private static final int SOURCES_BYTES = 12 * 1024;

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
        "Gives what all who work on the same task have found so far: findings with their sources, contradictions between them, who works on which question, and in `sources` what has been read already, in part or whole.",
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
    var shown = shown(seen);
    var json = FindingsJson.of(Findings.of(entries), shown);
    return shown.size() == seen.size() ? json : json.put("moreSources", seen.size() - shown.size());
  }

  /** Findings come first: all that a task has read may be more than a tool may answer. */
  private static List<Seen> shown(List<Seen> seen) {
    var shown = new ArrayList<Seen>();
    var left = SOURCES_BYTES;
    for (var source : seen) {
      left -= Json.toTree(source).toString().getBytes(StandardCharsets.UTF_8).length;
      if (left < 0) {
        break;
      }
      shown.add(source);
    }
    return shown;
  }
}
