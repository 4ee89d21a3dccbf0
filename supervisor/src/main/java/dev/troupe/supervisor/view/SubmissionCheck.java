package dev.troupe.supervisor.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.troupe.agents.Agents;
import dev.troupe.agents.Budget;
import dev.troupe.agents.Cost;
import dev.troupe.persistence.CanonicalJson;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.Submission;
import dev.troupe.supervisor.SubmitReply.Fault;
import dev.troupe.supervisor.TaskSettings;
import dev.troupe.supervisor.task.TaskEvent;
import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.Workflow;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks one submission and finds every fault in it; used once. */
final class SubmissionCheck {
  private static final int GOAL_BYTES_AT_MOST = 16 * 1024;
  private static final int INPUT_BYTES_AT_MOST = 256 * 1024;
  private static final int LABELS_AT_MOST = 32;
  private static final int LABEL_NAME_AT_MOST = 63;
  private static final int LABEL_VALUE_AT_MOST = 256;
  private static final int COLLECTIONS_AT_MOST = 32;
  private static final int KEY_AT_MOST = 255;

  /** A submission without a fault, in the terms of a task. */
  record Sound(
      Workflow workflow,
      String workflowName,
      JsonNode input,
      TaskEvent.Limits limits,
      String bodyHash) {}

  private final Submission submission;
  private final TaskSettings settings;
  private final WorkflowRegistry registry;
  private final Agents agents;
  private final List<Fault> faults = new ArrayList<>();

  SubmissionCheck(
      Submission submission, TaskSettings settings, WorkflowRegistry registry, Agents agents) {
    this.submission = submission;
    this.settings = settings;
    this.registry = registry;
    this.agents = agents;
  }

  List<Fault> faults() {
    return List.copyOf(faults);
  }

  /** Null where there are faults. */
  @Nullable Sound check() {
    checkGoal();
    checkCanonical("/goal", TextNode.valueOf(submission.goal()));
    checkCanonical("/input", submission.input());
    checkExact(submission.input());
    checkCanonical("/labels", Json.toTree(submission.labels()));
    checkKey();
    checkLabels();
    checkKnowledge();
    var input = input();
    checkSize(input);
    var model = submission.model();
    var modelFault = model == null ? null : agents.faultOfModel(model).orElse(null);
    if (modelFault != null) {
      fault("/model", modelFault);
    }
    var workflow = workflow(modelFault == null ? model : null);
    var limits = limits(workflow);
    return workflow == null || !faults.isEmpty()
        ? null
        : new Sound(workflow, workflowName(), input, limits, bodyHash(workflow));
  }

  private void fault(String pointer, String detail) {
    faults.add(new Fault(pointer, detail));
  }

  /** What has no canonical form could not be told from another body under the same key. */
  private void checkCanonical(String pointer, @Nullable JsonNode json) {
    try {
      if (json != null) {
        CanonicalJson.write(json);
      }
    } catch (IllegalArgumentException unfit) {
      fault(pointer, "This cannot be kept: %s.".formatted(unfit.getMessage()));
    }
  }

  private void checkExact(@Nullable JsonNode input) {
    if (input != null) {
      InexactNumbers.find(input, "/input")
          .ifPresent(place ->
              fault(
                  place,
                  "This whole number has more digits than a double keeps; write it as a string."));
    }
  }

  private void checkGoal() {
    if (submission.goal().isBlank()) {
      fault("/goal", "The goal must say what is wanted.");
    }
    var bytes = submission.goal().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > GOAL_BYTES_AT_MOST) {
      fault(
          "/goal",
          "The goal has %d bytes and may have %d; put what is longer into 'input'."
              .formatted(bytes, GOAL_BYTES_AT_MOST));
    }
  }

  private void checkKey() {
    var key = submission.idempotencyKey();
    if (key != null && (key.isBlank() || key.length() > KEY_AT_MOST)) {
      fault("", "An Idempotency-Key has 1 to %d characters.".formatted(KEY_AT_MOST));
    }
  }

  private void checkLabels() {
    if (submission.labels().size() > LABELS_AT_MOST) {
      fault("/labels", "A task has at most %d labels.".formatted(LABELS_AT_MOST));
    }
    submission
        .labels()
        .forEach((name, value) -> {
          if (name.isBlank() || name.length() > LABEL_NAME_AT_MOST) {
            fault(
                label(name),
                "A label's name has 1 to %d characters.".formatted(LABEL_NAME_AT_MOST));
          }
          if (value.length() > LABEL_VALUE_AT_MOST) {
            fault(
                label(name),
                "A label's value has at most %d characters.".formatted(LABEL_VALUE_AT_MOST));
          }
        });
  }

  private static String label(String name) {
    return "/labels/" + name.replace("~", "~0").replace("/", "~1");
  }

  private void checkKnowledge() {
    if (submission.knowledge().size() > COLLECTIONS_AT_MOST) {
      fault("/knowledge", "A task searches at most %d collections.".formatted(COLLECTIONS_AT_MOST));
    }
    for (var index = 0; index < submission.knowledge().size(); index++) {
      if (submission.knowledge().get(index).isBlank()) {
        fault("/knowledge/" + index, "A collection has a name.");
      }
    }
  }

  private JsonNode input() {
    var input = JsonNodeFactory.instance.objectNode();
    input.put("goal", submission.goal());
    input.set("input", submission.input() == null ? NullNode.getInstance() : submission.input());
    var knowledge = input.putArray("knowledge");
    submission.knowledge().forEach(knowledge::add);
    return input;
  }

  private void checkSize(JsonNode input) {
    var bytes = Json.bytes(input).length;
    if (bytes > INPUT_BYTES_AT_MOST) {
      fault(
          "/input",
          "Goal and input have %d bytes together and may have %d."
              .formatted(bytes, INPUT_BYTES_AT_MOST));
    }
  }

  /** A workflow that says how long it takes needs no client to say it again. */
  private TaskEvent.Limits limits(@Nullable Workflow workflow) {
    var asked = submission.limits();
    var secondsAtMost = (int) settings.timeoutAtMost().toSeconds();
    var ofWorkflow = workflow == null ? null : workflow.timeoutSeconds();
    var seconds =
        ofWorkflow == null
            ? (int) settings.timeout().toSeconds()
            : Math.min(ofWorkflow, secondsAtMost);
    return new TaskEvent.Limits(
        within("steps", asked.steps(), settings.steps(), settings.stepsAtMost()),
        within("timeoutSeconds", asked.timeoutSeconds(), seconds, secondsAtMost),
        budget(asked.budget()),
        null,
        // Whoever names a number means all that is done for the task.
        asked.steps() == null ? null : true);
  }

  /** What a submission leaves open, the configuration says; null where nobody has to count. */
  private @Nullable Budget budget(@Nullable Budget asked) {
    var atMost = settings.budgetAtMost();
    if (asked != null) {
      asked.beyond(atMost).forEach(kind -> tooMuch(kind, atMost));
    }
    var configured = settings.budget().or(atMost);
    var budget = asked == null ? configured : asked.or(configured);
    return budget.isBounded() || budget.exhaustion() != Budget.Exhaustion.STOP ? budget : null;
  }

  private void tooMuch(Budget.Kind kind, Budget atMost) {
    var name =
        switch (kind) {
          case MONEY -> "money";
          case TOKENS -> "tokens";
          case MODEL_CALLS -> "modelCalls";
          case TIME -> "seconds";
        };
    fault(
        "/limits/budget/" + name, "'%s' must be at most %s.".formatted(name, amount(kind, atMost)));
  }

  /** As people write it. */
  private static String amount(Budget.Kind kind, Budget atMost) {
    var most = Objects.requireNonNull(atMost.limit(kind));
    return switch (kind) {
      case MONEY -> new Cost("", most, 0).amount().toPlainString();
      case TOKENS, MODEL_CALLS -> String.valueOf(most);
      case TIME -> String.valueOf(most / 1_000);
    };
  }

  private int within(String name, @Nullable Integer asked, int otherwise, int atMost) {
    if (asked == null) {
      return otherwise;
    }
    if (asked < 1 || asked > atMost) {
      fault("/limits/" + name, "'%s' must be from 1 to %d.".formatted(name, atMost));
    }
    return asked;
  }

  private @Nullable Workflow workflow(@Nullable String model) {
    var definition = submission.definition();
    if (definition == null) {
      var workflow = registry.named(submission.tenant(), workflowName()).orElse(null);
      if (workflow == null) {
        fault(
            "/workflow",
            "There is no workflow '%s'; there are: %s."
                .formatted(
                    workflowName(), String.join(", ", registry.all(submission.tenant()).keySet())));
      } else {
        registry
            .unbound(submission.tenant(), workflow, model)
            .forEach(fault -> fault("/workflow", fault.detail()));
      }
      return workflow;
    }
    if (submission.workflow() != null) {
      fault("/workflow", "A submission names a workflow or brings one along, not both.");
    }
    return switch (WorkflowReader.read(definition)) {
      case Reading.Sound(var workflow) -> {
        registry
            .unbound(submission.tenant(), workflow, model)
            .forEach(fault -> fault("/workflow" + fault.pointer(), fault.detail()));
        yield workflow;
      }
      case Reading.Faulty(var found) -> {
        found.forEach(fault -> fault("/workflow" + fault.pointer(), fault.detail()));
        yield null;
      }
    };
  }

  private String workflowName() {
    if (submission.definition() != null) {
      return WorkflowName.INLINE;
    }
    var name = submission.workflow();
    return name == null ? settings.defaultWorkflow() : name;
  }

  /** Of what the client said, not of what it means today: defaults and workflows may change. */
  private String bodyHash(Workflow workflow) {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("goal", submission.goal());
    body.set("input", submission.input());
    body.put("workflow", submission.workflow());
    body.put("definition", submission.definition() == null ? null : workflow.hash());
    body.set("knowledge", Json.toTree(submission.knowledge()));
    body.set("labels", Json.toTree(submission.labels()));
    body.set("limits", Json.toTree(submission.limits()));
    body.put("model", submission.model());
    return CanonicalJson.sha256(body);
  }
}
