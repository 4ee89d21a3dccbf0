package dev.troupe.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.TaskEventView;
import dev.troupe.supervisor.TaskSummary;
import dev.troupe.supervisor.TaskView;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tasks as JSON documents: what the API and {@code --json} show. */
public final class TaskDocuments {
  private TaskDocuments() {}

  public static ObjectNode task(TaskView task) {
    ObjectNode json =
        EdgeJson.object()
            .put("id", task.id())
            .put("goal", task.goal())
            .put("status", task.status().wireName())
            .put("run", task.run())
            .put("outcome", wireName(task.outcome()))
            .put("workflow", task.workflow())
            .put("workflowHash", task.workflowHash());
    putLabels(json, task.labels());
    json.put("submittedAt", task.submittedAt().toString()).put("endedAt", text(task.endedAt()));
    TaskView.Failure failure = task.failure();
    if (failure == null) {
      json.putNull("error");
    } else {
      json.putObject("error").put("type", failure.type()).put("cause", failure.cause());
    }
    json.set("usage", UsageDocuments.usage(task));
    return json;
  }

  public static ObjectNode summary(TaskSummary task) {
    ObjectNode json =
        EdgeJson.object()
            .put("id", task.id())
            .put("goal", task.goal())
            .put("status", task.status().wireName())
            .put("outcome", wireName(task.outcome()))
            .put("workflow", task.workflow());
    putLabels(json, task.labels());
    return json.put("submittedAt", task.submittedAt().toString())
        .put("endedAt", text(task.endedAt()));
  }

  /**
   * The same object for {@code /result} and {@code run --format json}; {@code output} stands there
   * where a workflow ended with what is no brief.
   */
  public static ObjectNode result(TaskView task) {
    JsonNode output = task.output();
    ObjectNode json =
        EdgeJson.object()
            .put("id", task.id())
            .put("status", task.status().wireName())
            .put("outcome", wireName(task.outcome()))
            .put("markdown", markdown(output));
    var citations = json.putArray("citations");
    if (output != null) {
      output.path("citations").forEach(citation -> citations.add(citation(citation)));
    }
    if (output != null && !isBrief(output)) {
      json.set("output", output);
    }
    json.set("usage", UsageDocuments.usage(task.usage()));
    return json.put("engine", task.engine());
  }

  private static boolean isBrief(JsonNode output) {
    return output.path("markdown").isTextual();
  }

  public static ObjectNode event(TaskEventView event) {
    return EdgeJson.object()
        .put("sequence", event.sequence())
        .put("at", event.at().toString())
        .put("type", event.type())
        .set("data", event.data());
  }

  private static ObjectNode citation(JsonNode citation) {
    JsonNode heading = citation.get("heading");
    return EdgeJson.object()
        .put("number", citation.path("number").asInt())
        .put("document", citation.path("document").asText())
        .put("heading", heading == null || heading.isNull() ? null : heading.asText())
        .put("quote", citation.path("quote").asText());
  }

  /** A brief where there is one; what another workflow ends with is shown as it is. */
  private static @Nullable String markdown(@Nullable JsonNode output) {
    if (output == null || output.isNull()) {
      return null;
    }
    if (isBrief(output)) {
      return output.path("markdown").asText();
    }
    return output.isTextual() ? output.asText() : "```json\n" + output.toPrettyString() + "\n```\n";
  }

  private static void putLabels(ObjectNode json, Map<String, String> labels) {
    ObjectNode object = json.putObject("labels");
    labels.forEach(object::put);
  }

  private static @Nullable String wireName(@Nullable Outcome outcome) {
    return outcome == null ? null : outcome.wireName();
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
