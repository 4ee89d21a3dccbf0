package dev.troupe.supervisor.workflow;

import dev.troupe.supervisor.Outcome;
import org.jspecify.annotations.Nullable;

/** Where a state leads. */
public sealed interface Transition {

  record Next(String state) implements Transition {}

  /**
   * The machine's end.
   *
   * @param outcome what the task's work came to; null where the definition does not say
   */
  record End(@Nullable Outcome outcome) implements Transition {}
}
