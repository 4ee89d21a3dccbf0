package dev.troupe.supervisor.recorded;

/**
 * Where a run differs from its recording.
 *
 * @param field {@code status}, {@code output}, {@code error}, {@code validity}, {@code
 *     task[0].input}, {@code trace[3].output}, ...
 */
public record Mismatch(String field, String expected, String got) {}
