package dev.troupe.agents.telemetry;

import org.slf4j.MDC;

/**
 * Names the work of the current thread in whatever it logs: {@code task}, {@code assignment},
 * {@code trace_id}. Close it on the same thread.
 */
public final class LogContext implements AutoCloseable {
  public static final String TASK = "task";
  public static final String ASSIGNMENT = "assignment";
  public static final String TRACE = "trace_id";

  private LogContext() {}

  public static LogContext of(String tenant, String task) {
    MDC.put(TASK, task);
    MDC.put(TRACE, SpanPlace.ofRun(tenant, task, 1).trace());
    return new LogContext();
  }

  public static LogContext of(String tenant, String task, int assignment) {
    MDC.put(ASSIGNMENT, Integer.toString(assignment));
    return of(tenant, task);
  }

  @Override
  public void close() {
    MDC.remove(TASK);
    MDC.remove(ASSIGNMENT);
    MDC.remove(TRACE);
  }
}
