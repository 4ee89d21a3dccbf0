package dev.troupe.http.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.http.EdgeJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What a benchmark found; empty is what could not be seen. */
public record Figures(
    double tasksPerSecond,
    OptionalDouble p50Ms,
    OptionalDouble p99Ms,
    OptionalDouble journalWritesPerTask,
    OptionalDouble cpuSecondsPer1000Tasks,
    OptionalDouble bytesPerTaskInFlight,
    int errors) {

  Figures withNode(OptionalDouble cpuSeconds, OptionalDouble bytesPerTask) {
    return new Figures(
        tasksPerSecond, p50Ms, p99Ms, journalWritesPerTask, cpuSeconds, bytesPerTask, errors);
  }

  public ObjectNode toJson() {
    return EdgeJson.object()
        .put("tasksPerSecond", rounded(OptionalDouble.of(tasksPerSecond), 1))
        .put("p50Ms", rounded(p50Ms, 1))
        .put("p99Ms", rounded(p99Ms, 1))
        .put("journalWritesPerTask", rounded(journalWritesPerTask, 2))
        .put("cpuSecondsPer1000Tasks", rounded(cpuSecondsPer1000Tasks, 2))
        .put("bytesPerTaskInFlight", rounded(bytesPerTaskInFlight, 0))
        .put("errors", errors);
  }

  private static @Nullable BigDecimal rounded(OptionalDouble figure, int digits) {
    return figure.isEmpty()
        ? null
        : BigDecimal.valueOf(figure.getAsDouble()).setScale(digits, RoundingMode.HALF_UP);
  }
}
