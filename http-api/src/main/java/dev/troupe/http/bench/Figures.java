package dev.troupe.http.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.http.EdgeJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a benchmark found; empty is what could not be seen. */
public record Figures(
    double tasksPerSecond,
    OptionalDouble p50Ms,
    OptionalDouble p99Ms,
    OptionalDouble journalWritesPerTask,
    OptionalDouble cpuSecondsPer1000Tasks,
    OptionalDouble bytesPerTaskInFlight,
    OptionalLong threads,
    int errors) {

  /**
   * @param inFlight with as many tasks as there were in flight
   */
  Figures withNode(OptionalDouble cpuSeconds, Weight inFlight) {
    return new Figures(
        tasksPerSecond,
        p50Ms,
        p99Ms,
        journalWritesPerTask,
        cpuSeconds,
        inFlight.bytesPerTask(),
        inFlight.threads(),
        errors);
  }

  public ObjectNode toJson() {
    return EdgeJson.object()
        .put("tasksPerSecond", rounded(OptionalDouble.of(tasksPerSecond), 1))
        .put("p50Ms", rounded(p50Ms, 1))
        .put("p99Ms", rounded(p99Ms, 1))
        .put("journalWritesPerTask", rounded(journalWritesPerTask, 2))
        .put("cpuSecondsPer1000Tasks", rounded(cpuSecondsPer1000Tasks, 2))
        .put("bytesPerTaskInFlight", rounded(bytesPerTaskInFlight, 0))
        .put("threads", threads.isEmpty() ? null : threads.getAsLong())
        .put("errors", errors);
  }

  /**
   * What a node weighs.
   *
   * @param threads of its process: what works for tasks, and all that the JVM has for itself
   */
  record Weight(OptionalDouble bytesPerTask, OptionalLong threads) {}

  private static @Nullable BigDecimal rounded(OptionalDouble figure, int digits) {
    return figure.isEmpty()
        ? null
        : BigDecimal.valueOf(figure.getAsDouble()).setScale(digits, RoundingMode.HALF_UP);
  }
}
