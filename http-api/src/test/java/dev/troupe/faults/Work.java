package dev.troupe.faults;

import dev.troupe.journey.Client;
import java.util.Map;

/** What the load asks for: steps one after the other with a timer, agents side by side, people. */
final class Work {
  static final String PLAIN = "plain";
  static final String SHARING = "sharing";
  static final String LASTING = "lasting";

  /** Whatever fails is tried again for as long as any fault lasts. */
  private static final String RETRY =
      "\"Retry\": [{\"ErrorEquals\": [\"States.ALL\"], \"IntervalSeconds\": 1, \"BackoffRate\": 1.3,"
          + " \"MaxDelaySeconds\": 5, \"MaxAttempts\": 60}]";

  private static final Map<String, String> WORKFLOWS =
      Map.of(
          PLAIN,
          """
          {"QueryLanguage": "JSONata", "StartAt": "Research", "States": {
            "Research": {"Type": "Task", "Resource": "agent:plain", "Arguments": "Find out.", %1$s, "Next": "Pause"},
            "Pause": {"Type": "Wait", "Seconds": 2, "Next": "Write"},
            "Write": {"Type": "Task", "Resource": "agent:plain", "Arguments": "Write.", %1$s, "End": true}}}
          """,
          SHARING,
          """
          {"QueryLanguage": "JSONata", "StartAt": "Search", "States": {
            "Search": {"Type": "Parallel", "Next": "Write", "Branches": [
              {"StartAt": "One", "States": {"One": {"Type": "Task", "Resource": "agent:finder", "Arguments": "Find one.", %1$s, "End": true}}},
              {"StartAt": "Two", "States": {"Two": {"Type": "Task", "Resource": "agent:finder", "Arguments": "Find two.", %1$s, "End": true}}}]},
            "Write": {"Type": "Task", "Resource": "agent:plain", "Arguments": "Write.", %1$s, "End": true}}}
          """,
          LASTING,
          """
          {"QueryLanguage": "JSONata", "StartAt": "Search", "States": {
            "Search": {"Type": "Task", "Resource": "agent:finder", "Arguments": "Find it.", %1$s, "Next": "Ask"},
            "Ask": {"Type": "Task", "Resource": "human:approval", "Arguments": {"question": "Go on?"}, "Next": "Write"},
            "Write": {"Type": "Task", "Resource": "agent:plain", "Arguments": "Write.", %1$s, "End": true}}}
          """);

  private Work() {}

  static void define(Client client) {
    WORKFLOWS.forEach((name, definition) -> client.putWorkflow(name, definition.formatted(RETRY)));
  }

  /** Mostly plain; each fifth shares, each fifteenth lasts until somebody decides. */
  static String of(int number) {
    if (number % 15 == 0) {
      return LASTING;
    }
    return number % 5 == 0 ? SHARING : PLAIN;
  }
}
