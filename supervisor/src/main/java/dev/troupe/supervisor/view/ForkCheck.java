package dev.troupe.supervisor.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.agents.Agents;
import dev.troupe.persistence.CanonicalJson;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.Value;
import dev.troupe.supervisor.Fork;
import dev.troupe.supervisor.SubmitReply.Fault;
import dev.troupe.supervisor.task.ForkPlaces;
import dev.troupe.supervisor.task.MergePatch;
import dev.troupe.supervisor.task.TaskEvent.TaskSubmitted;
import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.Workflow;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks one wish for a fork and finds every fault in it; used once. */
final class ForkCheck {
  private static final int DATA_BYTES_AT_MOST = 256 * 1024;
  private static final int KEY_AT_MOST = 255;

  /**
   * A fork without a fault.
   *
   * @param firstHash of the workflow that its history begins with
   */
  record Sound(
      Workflow workflow,
      String name,
      JsonNode input,
      @Nullable String model,
      String firstHash,
      String bodyHash) {}

  private final Fork fork;
  private final TaskSubmitted source;
  private final ForkPlaces.Place place;
  private final WorkflowRegistry registry;
  private final Agents agents;
  private final Workflow own;
  private final List<Fault> faults = new ArrayList<>();

  ForkCheck(
      Fork fork,
      TaskSubmitted source,
      ForkPlaces.Place place,
      WorkflowRegistry registry,
      Agents agents,
      Workflow own) {
    this.fork = fork;
    this.source = source;
    this.place = place;
    this.registry = registry;
    this.agents = agents;
    this.own = own;
  }

  List<Fault> faults() {
    return List.copyOf(faults);
  }

  /** Null where there are faults. */
  @Nullable Workflow check() {
    var key = fork.idempotencyKey();
    if (key != null && (key.isBlank() || key.length() > KEY_AT_MOST)) {
      fault("", "An Idempotency-Key has 1 to %d characters.".formatted(KEY_AT_MOST));
    }
    checkPatch();
    var faultOfModel = fork.model() == null ? null : agents.faultOfModel(fork.model()).orElse(null);
    if (faultOfModel != null) {
      fault("/model", faultOfModel);
    }
    var workflow = workflow();
    if (workflow != null) {
      checkNext(workflow);
      registry
          .unbound(fork.tenant(), workflow, faultOfModel == null ? model() : null)
          .forEach(fault -> fault("/workflow" + fault.pointer(), fault.detail()));
    }
    return faults.isEmpty() ? workflow : null;
  }

  Sound named(Workflow workflow) {
    var origin = source.origin();
    return new Sound(
        workflow,
        name(),
        input(),
        model(),
        origin == null ? source.workflowHash() : origin.workflowHash(),
        bodyHash(workflow));
  }

  /** The first event is the same as there, so that later ones may refer to it. */
  private JsonNode input() {
    if (source.input() instanceof Value.Inline(var json)) {
      return json;
    }
    throw new IllegalStateException("A task's input refers to an event before the first");
  }

  private void fault(String pointer, String detail) {
    faults.add(new Fault(pointer, detail));
  }

  private void checkPatch() {
    var patch = fork.patch();
    if (patch == null) {
      return;
    }
    try {
      CanonicalJson.write(patch);
      InexactNumbers.find(patch, "/patch")
          .ifPresent(pointer ->
              fault(
                  pointer,
                  "This whole number has more digits than a double keeps; write it as a string."));
      var bytes = Json.bytes(MergePatch.apply(place.data(), patch)).length;
      if (bytes > DATA_BYTES_AT_MOST) {
        fault(
            "/patch",
            "The data would have %d bytes with it and may have %d."
                .formatted(bytes, DATA_BYTES_AT_MOST));
      }
    } catch (IllegalArgumentException unfit) {
      fault("/patch", "This cannot be kept: %s.".formatted(unfit.getMessage()));
    }
  }

  private @Nullable String model() {
    return fork.model() == null ? source.model() : fork.model();
  }

  private String name() {
    if (fork.definition() != null) {
      return WorkflowName.INLINE;
    }
    return fork.workflow() == null ? source.workflow() : fork.workflow();
  }

  private @Nullable Workflow workflow() {
    var definition = fork.definition();
    var name = fork.workflow();
    if (definition != null) {
      return switch (WorkflowReader.read(definition)) {
        case Reading.Sound(var workflow) -> workflow;
        case Reading.Faulty(var found) -> {
          found.forEach(fault -> fault("/workflow" + fault.pointer(), fault.detail()));
          yield null;
        }
      };
    }
    if (name == null) {
      return own;
    }
    var named = registry.named(fork.tenant(), name).orElse(null);
    if (named == null) {
      fault(
          "/workflow",
          "There is no workflow '%s'; there are: %s."
              .formatted(name, String.join(", ", registry.all(fork.tenant()).keySet())));
    }
    return named;
  }

  private void checkNext(Workflow workflow) {
    var states = workflow.machine().states();
    if (!states.containsKey(place.next())) {
      fault(
          "/workflow",
          "Behind event %d comes state '%s', which this workflow does not have; it has: %s."
              .formatted(fork.at(), place.next(), String.join(", ", states.keySet())));
    }
  }

  /** Of what the client said. */
  private String bodyHash(Workflow workflow) {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("fork", fork.task());
    body.put("at", fork.at());
    body.set("patch", fork.patch());
    body.put("workflow", fork.workflow());
    body.put("definition", fork.definition() == null ? null : workflow.hash());
    body.put("model", fork.model());
    return CanonicalJson.sha256(body);
  }
}
