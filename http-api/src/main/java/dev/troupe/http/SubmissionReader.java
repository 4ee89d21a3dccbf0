package dev.troupe.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.knowledge.local.BuiltInKnowledge;
import dev.troupe.supervisor.Submission;
import dev.troupe.supervisor.SubmitReply.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of {@code POST /v1/tasks}: names and types of its fields. What their values may be
 * is checked by {@link dev.troupe.supervisor.Tasks#submit}.
 */
final class SubmissionReader {
  private static final Set<String> FIELDS =
      Set.of("goal", "input", "workflow", "knowledge", "labels", "limits", "model");
  private static final Set<String> LIMITS = Set.of("steps", "timeoutSeconds", "budget");

  private final List<Fault> faults = new ArrayList<>();

  private SubmissionReader() {}

  /** The submission, or a problem that names every fault at once. */
  static Submission read(JsonNode body, @Nullable String idempotencyKey, String traceparent) {
    if (!body.isObject()) {
      throw new ProblemException(
          Problem.invalid(List.of(new Fault("", "the body must be a JSON object with a goal"))));
    }
    var reader = new SubmissionReader();
    Submission submission = reader.submission(body, idempotencyKey, traceparent);
    if (!reader.faults.isEmpty()) {
      throw new ProblemException(Problem.invalid(List.copyOf(reader.faults)));
    }
    return submission;
  }

  private Submission submission(
      JsonNode body, @Nullable String idempotencyKey, String traceparent) {
    refuseUnknown(body, "", FIELDS);
    JsonNode goal = body.path("goal");
    if (!goal.isTextual() || goal.asText().isBlank()) {
      faults.add(new Fault("/goal", "goal must be a text that says what is wanted"));
    }
    JsonNode workflow = body.path("workflow");
    boolean own = workflow.isObject();
    return new Submission(
        Call.TENANT,
        idempotencyKey,
        goal.asText(),
        body.get("input"),
        own ? null : text(workflow, "/workflow", "a workflow's name, or its definition"),
        own ? workflow.toString() : null,
        collections(body.path("knowledge")),
        labels(body.path("labels")),
        limits(body.path("limits")),
        text(body.path("model"), "/model", "PROVIDER/MODEL, or offline"),
        traceparent);
  }

  private void refuseUnknown(JsonNode object, String at, Set<String> known) {
    faults.addAll(UnknownFields.in(object, at, known));
  }

  private @Nullable String text(JsonNode node, String pointer, String wanted) {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isTextual() || node.asText().isBlank()) {
      faults.add(new Fault(pointer, pointer.substring(1) + " must be " + wanted));
    }
    return node.asText();
  }

  /** The collection that is searched where none is named need not be named. */
  private List<String> collections(JsonNode node) {
    List<String> names = texts(node);
    return names.equals(List.of(BuiltInKnowledge.COLLECTION)) ? List.of() : names;
  }

  private List<String> texts(JsonNode node) {
    var texts = new ArrayList<String>();
    if (node.isMissingNode() || node.isNull()) {
      return texts;
    }
    if (!node.isArray()) {
      faults.add(new Fault("/knowledge", "knowledge must be a list of collections' names"));
    }
    for (int i = 0; i < node.size() && node.isArray(); i++) {
      if (!node.get(i).isTextual()) {
        faults.add(new Fault("/knowledge/" + i, "a collection's name must be a text"));
      }
      texts.add(node.get(i).asText());
    }
    return texts;
  }

  private Map<String, String> labels(JsonNode node) {
    var labels = new LinkedHashMap<String, String>();
    if (node.isMissingNode() || node.isNull()) {
      return labels;
    }
    if (!node.isObject()) {
      faults.add(new Fault("/labels", "labels must be an object of texts"));
    }
    node.properties()
        .forEach(entry -> {
          if (!entry.getValue().isTextual()) {
            String pointer = "/labels/" + escape(entry.getKey());
            faults.add(new Fault(pointer, "a label's value must be a text"));
          }
          labels.put(entry.getKey(), entry.getValue().asText());
        });
    return labels;
  }

  private Submission.Limits limits(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return Submission.Limits.DEFAULT;
    }
    if (!node.isObject()) {
      faults.add(
          new Fault("/limits", "limits must be an object with steps, timeoutSeconds or budget"));
      return Submission.Limits.DEFAULT;
    }
    refuseUnknown(node, "/limits", LIMITS);
    return new Submission.Limits(
        count(node, "steps"),
        count(node, "timeoutSeconds"),
        BudgetReader.read(node.path("budget"), faults));
  }

  private @Nullable Integer count(JsonNode limits, String name) {
    JsonNode node = limits.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isIntegralNumber() || !node.canConvertToInt() || node.asInt() < 1) {
      faults.add(
          new Fault(
              "/limits/" + name,
              "%s must be a whole number from 1 to %d".formatted(name, Integer.MAX_VALUE)));
      return null;
    }
    return node.asInt();
  }

  private static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
