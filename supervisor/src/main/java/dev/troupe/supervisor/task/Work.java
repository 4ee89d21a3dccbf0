package dev.troupe.supervisor.task;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An assignment and how far it is.
 *
 * @param retries how often each retrier was used, by its place in the state's Retry
 * @param dueAt when the next attempt is to be assigned; null while an attempt is open
 */
public record Work(
    int assignment,
    int attempt,
    int agent,
    String role,
    String roleHash,
    String model,
    Held input,
    Instant deadline,
    Map<Integer, Integer> retries,
    @Nullable Instant dueAt) {

  public boolean isOpen() {
    return dueAt == null;
  }
}
