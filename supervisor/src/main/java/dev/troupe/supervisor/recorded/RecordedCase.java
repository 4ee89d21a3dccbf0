package dev.troupe.supervisor.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An execution that was recorded elsewhere: a definition, its input, what its tasks answered, and
 * what came of it.
 */
public record RecordedCase(JsonNode json) implements RecordedLine {

  /**
   * One attempt at a task.
   *
   * @param scheduled the service's name of the event that began it
   */
  record Attempt(
      String state,
      String scheduled,
      Optional<JsonNode> input,
      String outcome,
      JsonNode output,
      String error,
      String cause) {

    boolean succeeded() {
      return outcome.endsWith("Succeeded");
    }

    /** Nobody answered: only time ended it. */
    boolean timedOut() {
      return outcome.endsWith("TimedOut");
    }
  }

  @Override
  public String name() {
    return json.path("name").asText("(no name)");
  }

  @Override
  public List<Mismatch> judge() {
    return new RecordedRun(this).judge();
  }

  @Override
  public Optional<String> skipped() {
    var runnable = json.path("runnable").asText("as-is");
    return runnable.startsWith("as-is") || runnable.startsWith("with-recorded-task-results")
        ? Optional.empty()
        : Optional.of("the recording cannot be run again: " + runnable);
  }

  JsonNode definition() {
    return json.path("definition");
  }

  JsonNode input() {
    return json.path("input");
  }

  /** The input as the recording shows it, with instants masked; absent where it shows it whole. */
  JsonNode maskedInput() {
    return json.path("recorded_input");
  }

  boolean shouldSucceed() {
    return json.path("expected_status").asText().equals("SUCCEEDED");
  }

  JsonNode output() {
    return json.path("expected_output");
  }

  String error() {
    return json.path("expected_error").asText("");
  }

  /** Empty where the recording has no trace. */
  List<JsonNode> trace() {
    List<JsonNode> trace = new ArrayList<>();
    json.path("trace").forEach(trace::add);
    return trace;
  }

  boolean isTraceUnordered() {
    return json.path("parallel_events_unordered").asBoolean();
  }

  List<Attempt> attempts() {
    List<Attempt> attempts = new ArrayList<>();
    json.path("tasks")
        .forEach(task ->
            attempts.add(
                new Attempt(
                    task.path("state").asText(),
                    task.path("attempt_event").asText(),
                    Optional.ofNullable(task.get("scheduled_input")),
                    task.path("outcome").asText(),
                    task.path("output"),
                    task.path("error").asText(""),
                    task.path("cause").asText(""))));
    return attempts;
  }
}
