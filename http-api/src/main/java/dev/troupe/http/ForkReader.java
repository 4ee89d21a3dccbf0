package dev.troupe.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.Fork;
import dev.troupe.supervisor.SubmitReply.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /v1/tasks/ID/fork}: names and types of its fields. */
final class ForkReader {
  private static final Set<String> FIELDS = Set.of("at", "patch", "workflow", "model");

  private final List<Fault> faults = new ArrayList<>();

  private ForkReader() {}

  /** The wish, or a problem that names every fault at once. */
  static Fork read(String task, JsonNode body, @Nullable String key, String traceparent) {
    if (!body.isObject()) {
      throw new ProblemException(
          Problem.invalid(
              List.of(new Fault("", "the body must be a JSON object with the event to begin at"))));
    }
    var reader = new ForkReader();
    Fork fork = reader.fork(task, body, key, traceparent);
    if (!reader.faults.isEmpty()) {
      throw new ProblemException(Problem.invalid(List.copyOf(reader.faults)));
    }
    return fork;
  }

  private Fork fork(String task, JsonNode body, @Nullable String key, String traceparent) {
    body.fieldNames()
        .forEachRemaining(name -> {
          if (!FIELDS.contains(name)) {
            String list = String.join(", ", FIELDS.stream().sorted().toList());
            fault("/" + name, "unknown field '" + name + "'; known: " + list);
          }
        });
    JsonNode at = body.path("at");
    if (!at.isIntegralNumber() || !at.canConvertToLong()) {
      fault(
          "/at", "at must be the sequence number of an event: GET /v1/tasks/ID/events shows them");
    }
    JsonNode workflow = body.path("workflow");
    boolean own = workflow.isObject();
    return new Fork(
        Call.TENANT,
        key,
        task,
        at.asLong(),
        body.path("patch").isNull() ? null : body.get("patch"),
        own ? null : text(workflow, "/workflow", "a workflow's name, or its definition"),
        own ? workflow.toString() : null,
        text(body.path("model"), "/model", "PROVIDER/MODEL, or offline"),
        traceparent);
  }

  private void fault(String pointer, String detail) {
    faults.add(new Fault(pointer, detail));
  }

  private @Nullable String text(JsonNode node, String pointer, String wanted) {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isTextual() || node.asText().isBlank()) {
      fault(pointer, pointer.substring(1) + " must be " + wanted);
    }
    return node.asText();
  }
}
