package dev.troupe.supervisor.workflow;

import java.util.Set;
import java.util.TreeSet;

/** The fields that a state may have: those of both languages, and those of each. */
record StateFields(Set<String> common, Set<String> ofJsonata, Set<String> ofJsonPath) {
  static final Set<String> PROCESSOR =
      Set.of("ProcessorConfig", "StartAt", "States", "QueryLanguage", "Comment");
  static final Set<String> BRANCH = Set.of("StartAt", "States", "QueryLanguage", "Comment");

  private static final Set<String> ANY =
      Set.of("Type", "Comment", "QueryLanguage", "Next", "End", "X-Troupe");
  private static final Set<String> WITHOUT_NEXT =
      Set.of("Type", "Comment", "QueryLanguage", "X-Troupe");

  /** The fields of a state in one language. */
  Set<String> in(Language language) {
    return union(common, language == Language.JSONATA ? ofJsonata : ofJsonPath);
  }

  static StateFields of(StateType type) {
    return switch (type) {
      case TASK ->
          new StateFields(
              union(
                  ANY,
                  "Resource",
                  "Assign",
                  "TimeoutSeconds",
                  "HeartbeatSeconds",
                  "Credentials",
                  "Retry",
                  "Catch"),
              Set.of("Arguments", "Output"),
              Set.of(
                  "InputPath",
                  "Parameters",
                  "ResultSelector",
                  "ResultPath",
                  "OutputPath",
                  "TimeoutSecondsPath",
                  "HeartbeatSecondsPath"));
      case MAP ->
          new StateFields(
              union(
                  ANY,
                  "Assign",
                  "Retry",
                  "Catch",
                  "ItemProcessor",
                  "Iterator",
                  "ItemSelector",
                  "ItemReader",
                  "ItemBatcher",
                  "ResultWriter",
                  "Label",
                  "MaxConcurrency",
                  "ToleratedFailureCount",
                  "ToleratedFailurePercentage"),
              Set.of("Items", "Output"),
              Set.of(
                  "ItemsPath",
                  "InputPath",
                  "Parameters",
                  "ResultSelector",
                  "ResultPath",
                  "OutputPath",
                  "MaxConcurrencyPath",
                  "ToleratedFailureCountPath",
                  "ToleratedFailurePercentagePath"));
      case PARALLEL ->
          new StateFields(
              union(ANY, "Branches", "Assign", "Retry", "Catch"),
              Set.of("Arguments", "Output"),
              Set.of("InputPath", "Parameters", "ResultSelector", "ResultPath", "OutputPath"));
      case CHOICE ->
          new StateFields(
              union(WITHOUT_NEXT, "Choices", "Default", "Assign"),
              Set.of("Output"),
              Set.of("InputPath", "OutputPath"));
      case PASS ->
          new StateFields(
              union(ANY, "Assign"),
              Set.of("Output"),
              Set.of("Result", "InputPath", "Parameters", "ResultPath", "OutputPath"));
      case WAIT ->
          new StateFields(
              union(ANY, "Assign", "Seconds", "Timestamp"),
              Set.of("Output"),
              Set.of("SecondsPath", "TimestampPath", "InputPath", "OutputPath"));
      case SUCCEED ->
          new StateFields(WITHOUT_NEXT, Set.of("Output"), Set.of("InputPath", "OutputPath"));
      case FAIL ->
          new StateFields(
              union(WITHOUT_NEXT, "Error", "Cause"),
              Set.of(),
              Set.of("ErrorPath", "CausePath", "InputPath"));
    };
  }

  private static Set<String> union(Set<String> some, String... more) {
    return union(some, Set.of(more));
  }

  private static Set<String> union(Set<String> some, Set<String> more) {
    var all = new TreeSet<>(some);
    all.addAll(more);
    return all;
  }
}
