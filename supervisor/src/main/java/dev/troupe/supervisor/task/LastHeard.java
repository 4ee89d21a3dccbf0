package dev.troupe.supervisor.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When an assignment last gave a sign of life. Known in memory only. */
@FunctionalInterface
public interface LastHeard {
  LastHeard NOTHING = _ -> null;

  @Nullable Instant from(int assignment);
}
