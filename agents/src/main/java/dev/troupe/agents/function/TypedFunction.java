package dev.troupe.agents.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A step's work in Java: one value in, one value out, both converted from and to JSON.
 *
 * <p>It runs on a virtual thread and may block; it is interrupted when its result is not wanted any
 * more. What it throws fails the step under the exception's class name, or under the name that a
 * {@link FunctionFailure} gives, for the state's Retry and Catch.
 *
 * <p>Serializable only so that a method reference can tell the type of its input; nobody serializes
 * it.
 */
@FunctionalInterface
public interface TypedFunction<I, O extends @Nullable Object> extends Serializable {
  O apply(I input) throws Exception;

  /** The same for work that has to know for which step it is done. */
  @FunctionalInterface
  interface Called<I, O extends @Nullable Object> extends Serializable {
    O apply(I input, FunctionCall call) throws Exception;
  }
}
