package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.TaskView;
import dev.troupe.supervisor.workflow.ErrorNames;
import dev.troupe.supervisor.workflow.EvaluationFailure;
import java.time.Instant;
import java.util.Locale;

/**
 * A workflow started as machines written for Step Functions start one: by {@code {StateMachineArn,
 * Input, Name?}}, which comes back with what became of it.
 *
 * @param arguments as the state gave them
 */
record Execution(JsonNode arguments) {
  private static final String CALL = ":states:startExecution.sync";
  private static final String MACHINE = ":stateMachine:";
  private static final String INVALID_INPUT = "StepFunctions.InvalidExecutionInput";

  static final String NO_SUCH_MACHINE = "StepFunctions.StateMachineDoesNotExist";

  /** With room for the rest of a cause, of which so much is kept. */
  private static final int INPUT_CHARACTERS_IN_CAUSE = 16_384;

  private static final int CAUSE_CHARACTERS_IN_CAUSE = 8_192;

  static boolean isCalledBy(String resource) {
    return resource.endsWith(CALL) || resource.endsWith(CALL + ":2");
  }

  /** The integration's first version hands the child's output over as a text. */
  static boolean isTextFor(String resource) {
    return resource.endsWith(CALL);
  }

  /**
   * @throws EvaluationFailure saying what a call without a machine, or with a broken input, lacks
   */
  static Execution calledWith(JsonNode arguments) {
    var machine = arguments.path("StateMachineArn");
    if (!machine.isTextual() || machine.asText().isEmpty()) {
      throw EvaluationFailure.runtime(
          "The arguments of a step that starts an execution are {StateMachineArn, Input, Name?}; StateMachineArn is missing or no text.");
    }
    var execution = new Execution(arguments);
    execution.input();
    return execution;
  }

  /** Of the workflow, in the form that names have here. */
  String workflow() {
    var arn = machineArn();
    var place = arn.indexOf(MACHINE);
    var name = place < 0 ? arn : arn.substring(place + MACHINE.length());
    // A version or an alias stands behind the name.
    var end = place < 0 ? -1 : name.indexOf(':');
    return (end < 0 ? name : name.substring(0, end)).toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What the child is given; a text holds its JSON. */
  JsonNode input() {
    var input = arguments.path("Input");
    if (input.isMissingNode()) {
      return Json.MAPPER.createObjectNode();
    }
    try {
      return input.isTextual() ? Json.parse(input.asText()) : input;
    } catch (IllegalArgumentException noJson) {
      throw new EvaluationFailure(INVALID_INPUT, "Input is a text that holds no JSON.");
    }
  }

  JsonNode succeeded(TaskView child, boolean asText) {
    var all = of(child);
    var output = child.output() == null ? Json.parse("null") : child.output();
    put(all, "Input", input(), asText);
    put(all, "Output", output, asText);
    return all;
  }

  /** A cause in JSON, as machines that parse it expect. */
  String failed(TaskView child) {
    var all = of(child);
    var failure = child.failure();
    if (failure != null) {
      var cause = failure.cause();
      all.put("Error", failure.type());
      all.put("Cause", cause.substring(0, Math.min(cause.length(), CAUSE_CHARACTERS_IN_CAUSE)));
    }
    if (input().toString().length() <= INPUT_CHARACTERS_IN_CAUSE) {
      put(all, "Input", input(), true);
    } else {
      all.putObject("InputDetails").put("Included", false);
    }
    return all.toString();
  }

  private ObjectNode of(TaskView child) {
    var name = arguments.path("Name").asText(child.id());
    var all = Json.MAPPER.createObjectNode();
    all.put("ExecutionArn", machineArn().replace(MACHINE, ":execution:") + ":" + name);
    all.put("Name", name);
    all.put("StateMachineArn", machineArn());
    all.put("StartDate", child.submittedAt().toEpochMilli());
    Instant ended = child.endedAt();
    if (ended != null) {
      all.put("StopDate", ended.toEpochMilli());
    }
    return all.put("Status", status(child));
  }

  private static void put(ObjectNode all, String field, JsonNode value, boolean asText) {
    if (asText) {
      all.put(field, value.toString());
    } else {
      all.set(field, value);
    }
    all.putObject(field + "Details").put("Included", true);
  }

  private static String status(TaskView child) {
    if (child.status() == TaskStatus.COMPLETED) {
      return "SUCCEEDED";
    }
    if (child.status() == TaskStatus.CANCELLED) {
      return "ABORTED";
    }
    var failure = child.failure();
    return failure != null && failure.type().equals(ErrorNames.TIMEOUT) ? "TIMED_OUT" : "FAILED";
  }

  private String machineArn() {
    return arguments.path("StateMachineArn").asText();
  }
}
