package dev.troupe.agents.function;

import java.time.Instant;
import java.util.List;

/**
 * Which step a function works for.
 *
 * @param assignment counted per task, from 1
 * @param collections the only ones that the task may search
 * @param attempt 1 for the first; a retry by the workflow counts on
 * @param idempotencyKey the same in every attempt of this step, and when the step is done again
 *     because a crash came before its result was recorded: give it to whatever has effects
 * @param deadline after it a result is not wanted any more
 */
public record FunctionCall(
    String tenant,
    String taskId,
    List<String> collections,
    int assignment,
    int attempt,
    String idempotencyKey,
    Instant deadline) {}
