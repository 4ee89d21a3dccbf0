package dev.troupe.supervisor.workflow;

import java.util.Set;

/**
 * The fields that a state may have.
 *
 * @param later what the language has and this release has not
 */
record StateFields(Set<String> supported, Set<String> later) {
  static final Set<String> PROCESSOR =
      Set.of("ProcessorConfig", "StartAt", "States", "QueryLanguage", "Comment");
  static final Set<String> RULE = Set.of("Condition", "Next", "Output", "Assign", "Comment");
  static final Set<String> RETRIER =
      Set.of(
          "ErrorEquals",
          "IntervalSeconds",
          "MaxAttempts",
          "BackoffRate",
          "MaxDelaySeconds",
          "Comment");
  static final Set<String> CATCHER = Set.of("ErrorEquals", "Next", "Output", "Assign", "Comment");

  /** Of JSONPath's choices. */
  static final Set<String> COMPARISONS = Set.of("Variable", "And", "Or", "Not");

  static StateFields of(StateType type) {
    return switch (type) {
      case TASK ->
          new StateFields(
              Set.of(
                  "Resource",
                  "Arguments",
                  "Output",
                  "Assign",
                  "TimeoutSeconds",
                  "Retry",
                  "Catch",
                  "Type",
                  "Comment",
                  "QueryLanguage",
                  "Next",
                  "End",
                  "X-Troupe"),
              Set.of(
                  "HeartbeatSeconds",
                  "TimeoutSecondsPath",
                  "HeartbeatSecondsPath",
                  "Credentials",
                  "InputPath",
                  "Parameters",
                  "ResultSelector",
                  "ResultPath",
                  "OutputPath"));
      case MAP ->
          new StateFields(
              Set.of(
                  "Items",
                  "ItemSelector",
                  "MaxConcurrency",
                  "ItemProcessor",
                  "Output",
                  "Assign",
                  "Type",
                  "Comment",
                  "QueryLanguage",
                  "Next",
                  "End",
                  "X-Troupe"),
              Set.of(
                  "Retry",
                  "Catch",
                  "Iterator",
                  "ItemsPath",
                  "ItemReader",
                  "ItemBatcher",
                  "ResultWriter",
                  "MaxConcurrencyPath",
                  "Label",
                  "ToleratedFailureCount",
                  "ToleratedFailurePercentage",
                  "ToleratedFailureCountPath",
                  "ToleratedFailurePercentagePath",
                  "InputPath",
                  "Parameters",
                  "ResultSelector",
                  "ResultPath",
                  "OutputPath"));
      case CHOICE ->
          new StateFields(
              Set.of("Choices", "Default", "Output", "Assign", "Type", "Comment", "QueryLanguage"),
              Set.of("InputPath", "OutputPath"));
      case PASS ->
          new StateFields(
              Set.of(
                  "Output",
                  "Assign",
                  "Type",
                  "Comment",
                  "QueryLanguage",
                  "Next",
                  "End",
                  "X-Troupe"),
              Set.of("Result", "InputPath", "Parameters", "ResultPath", "OutputPath"));
      case SUCCEED ->
          new StateFields(
              Set.of("Output", "Type", "Comment", "QueryLanguage", "X-Troupe"),
              Set.of("InputPath", "OutputPath"));
      case FAIL ->
          new StateFields(
              Set.of("Error", "Cause", "Type", "Comment", "QueryLanguage"),
              Set.of("ErrorPath", "CausePath"));
    };
  }
}
