package dev.troupe.supervisor;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A wish for a new task that begins with a part of another one's history; checked by {@link
 * Tasks#fork}, which answers with every fault at once.
 *
 * @param idempotencyKey as for a submission
 * @param task whose history it is
 * @param at the sequence number of an event {@code state-exited} of the workflow's own states
 * @param patch JSON merge patch (RFC 7386) on what that state put out, or null
 * @param workflow a registered workflow's name to go on with; null for the task's own
 * @param definition a workflow's own text in place of a name, or null
 * @param model replaces every role's model from there on; null for the task's own
 */
public record Fork(
    String tenant,
    @Nullable String idempotencyKey,
    String task,
    long at,
    @Nullable JsonNode patch,
    @Nullable String workflow,
    @Nullable String definition,
    @Nullable String model,
    String traceparent) {}
