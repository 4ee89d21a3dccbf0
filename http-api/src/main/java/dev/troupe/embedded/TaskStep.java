package dev.troupe.embedded;

import dev.troupe.agents.function.Functions;
import java.time.Duration;

/** A step that somebody does. */
public final class TaskStep extends HandledStep<TaskStep> {
  private final Functions functions;

  TaskStep(String resource, Functions functions) {
    super("Task");
    fields().put("Resource", resource);
    this.functions = functions;
  }

  /** What it is given, in place of the state's whole input. */
  public TaskStep arguments(Object arguments) {
    return field("Arguments", arguments);
  }

  /** Past it the step fails with {@code States.Timeout}. */
  public TaskStep timeout(Duration timeout) {
    return field("TimeoutSeconds", seconds(timeout));
  }

  /** Is ended from outside by {@code $states.context.Task.Token}, not when its work is done. */
  public TaskStep waitForTaskToken() {
    return field("Resource", fields().path("Resource").asText() + ".waitForTaskToken");
  }

  @Override
  Functions functions() {
    return functions;
  }

  @Override
  TaskStep self() {
    return this;
  }
}
