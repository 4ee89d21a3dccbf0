package dev.troupe.http.eval;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A question with what its answer must be like.
 *
 * @param id names it in tables and in a baseline; unique in its file
 * @param body of {@code POST /v1/tasks}
 */
public record EvalCase(String id, ObjectNode body, Expectation expect) {}
