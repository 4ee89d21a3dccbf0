package dev.troupe.agents.telemetry;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Names the work of the current thread in whatever it logs: {@code task}, {@code assignment},
 * {@code trace_id}. Close it on the same thread: what stood there before stands there again.
 */
public final class LogContext implements AutoCloseable {
  public static final String TASK = "task";
  public static final String ASSIGNMENT = "assignment";
  public static final String TRACE = "trace_id";

  private final Map<String, @Nullable String> before = new HashMap<>();

  private LogContext(String tenant, String task, @Nullable String assignment) {
    put(TASK, task);
    put(TRACE, SpanPlace.trace(tenant, task));
    put(ASSIGNMENT, assignment);
  }

  /** Of a task as a whole, and no step of it. */
  public static LogContext of(String tenant, String task) {
    return new LogContext(tenant, task, null);
  }

  public static LogContext of(String tenant, String task, int assignment) {
    return new LogContext(tenant, task, Integer.toString(assignment));
  }

  private void put(String key, @Nullable String value) {
    before.put(key, MDC.get(key));
    set(key, value);
  }

  private static void set(String key, @Nullable String value) {
    if (value == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, value);
    }
  }

  @Override
  public void close() {
    before.forEach(LogContext::set);
  }
}
