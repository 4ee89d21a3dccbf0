package dev.troupe.supervisor.task;

import dev.troupe.persistence.CanonicalJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a task was accepted with, and the bounds of its run. */
public record Terms(
    String workflow,
    String workflowHash,
    Held input,
    List<String> knowledge,
    Map<String, String> labels,
    TaskEvent.Limits limits,
    Instant deadline,
    @Nullable String model,
    String bodyHash,
    String traceparent,
    TaskEvent.@Nullable Parent parent,
    TaskEvent.@Nullable Origin origin,
    Instant submittedAt,
    Run run) {

  /**
   * The task's life until one end.
   *
   * @param number counted from 1
   * @param stepsBefore steps that were given out in earlier runs: each has the limit for itself
   * @param redrivenAt null for the first one
   */
  public record Run(int number, int stepsBefore, @Nullable Instant redrivenAt) {
    static final Run FIRST = new Run(1, 0, null);

    Instant since(Instant submittedAt) {
      return redrivenAt == null ? submittedAt : redrivenAt;
    }
  }

  Terms in(Run next, Instant until) {
    return new Terms(
        workflow,
        workflowHash,
        input,
        knowledge,
        labels,
        limits,
        until,
        model,
        bodyHash,
        traceparent,
        parent,
        origin,
        submittedAt,
        next);
  }

  /** How many tasks stand above this one. */
  int depth() {
    return parent == null ? 0 : parent.depth();
  }

  public String goal() {
    return input.json().path("goal").asText();
  }

  /**
   * Whether a submission asks for this very task: in the same words, or in words that mean the same
   * today, a default spelled out for instance. The words alone hold when defaults change.
   */
  boolean asksFor(TaskCommand.Submit submit) {
    return bodyHash.equals(submit.bodyHash())
        || (workflow.equals(submit.workflow())
            && workflowHash.equals(submit.workflowHash())
            && knowledge.equals(submit.knowledge())
            && labels.equals(submit.labels())
            && limits.areThoseOf(submit.limits())
            && Objects.equals(model, submit.model())
            && Objects.equals(origin, submit.origin())
            && CanonicalJson.write(input.json()).equals(CanonicalJson.write(submit.input())));
  }
}
