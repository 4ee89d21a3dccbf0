package dev.troupe.agents.counters;

import dev.troupe.agents.Usage;

/** Is told of each call of a model once: when it is recorded, never when it is read again. */
@FunctionalInterface
public interface UsageCounter {
  UsageCounter NONE = (_, _, _) -> {};

  /** On any thread; never waits. */
  void count(String tenant, String role, Usage usage);
}
