package dev.troupe.agents.tool;

import org.jspecify.annotations.Nullable;

/**
 * A tool's work in Java: a record in, a value out, both converted from and to JSON.
 *
 * <p>It runs on a virtual thread and may block; it is interrupted when its result is not wanted any
 * more.
 */
@FunctionalInterface
public interface TypedTool<I, O extends @Nullable Object> {

  /**
   * @throws ToolFailure with a text for the model
   */
  O apply(I input, ToolCall call) throws Exception;
}
