package dev.troupe.supervisor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Budget;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client hands in; checked by {@link Tasks#submit}, which answers with every fault at once.
 *
 * @param idempotencyKey decides the task's id together with the tenant; null for a fresh UUIDv7
 * @param input any JSON, or null; the workflow's input is {@code {goal, input, knowledge}}
 * @param workflow a registered workflow's name, or null for {@code report}
 * @param definition a workflow's own text (ASL as JSON or YAML) in place of a name, or null
 * @param knowledge the collections that the task may search; empty for the built-in one
 * @param model replaces every role's model in this task ({@code provider/model}), or null
 */
public record Submission(
    String tenant,
    @Nullable String idempotencyKey,
    String goal,
    @Nullable JsonNode input,
    @Nullable String workflow,
    @Nullable String definition,
    List<String> knowledge,
    Map<String, String> labels,
    Limits limits,
    @Nullable String model,
    String traceparent) {

  /**
   * A task of the tenant {@code default} with nothing but defaults.
   *
   * @param workflow a registered workflow's name
   */
  public static Submission to(String workflow, String goal, @Nullable JsonNode input) {
    return new Submission(
        "default",
        null,
        goal,
        input,
        workflow,
        null,
        List.of(),
        Map.of(),
        Limits.DEFAULT,
        null,
        "");
  }

  /** The same under a key: handed in again with it, it is the same task for ever. */
  public Submission withIdempotencyKey(String key) {
    return new Submission(
        tenant,
        key,
        goal,
        input,
        workflow,
        definition,
        knowledge,
        labels,
        limits,
        model,
        traceparent);
  }

  /** Bounds of one task; null takes the configured default. Steps counts assignments. */
  public record Limits(
      @Nullable Integer steps,
      @Nullable Integer timeoutSeconds,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Budget budget) {

    public Limits(@Nullable Integer steps, @Nullable Integer timeoutSeconds) {
      this(steps, timeoutSeconds, null);
    }

    public static final Limits DEFAULT = new Limits(null, null);
  }
}
