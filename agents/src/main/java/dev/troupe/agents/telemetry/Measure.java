package dev.troupe.agents.telemetry;

import java.util.List;

/** What is measured, each as a histogram. */
public enum Measure {
  TOKEN_USAGE("gen_ai.client.token.usage", "{token}", "Tokens that a model call took, in and out."),
  OPERATION_DURATION(
      "gen_ai.client.operation.duration", "s", "How long operations of generative AI took."),
  TIME_TO_FIRST_CHUNK(
      "gen_ai.client.operation.time_to_first_chunk",
      "s",
      "How long a streamed answer was waited for."),
  TASK_DURATION(
      "troupe.task.duration",
      "s",
      "How long tasks took, from their submission or redrive to their end.");

  /** As the conventions ask for. */
  private static final List<Double> TOKENS =
      List.of(
          1d, 4d, 16d, 64d, 256d, 1024d, 4096d, 16384d, 65536d, 262144d, 1048576d, 4194304d,
          16777216d, 67108864d);

  /** As the conventions ask for. */
  private static final List<Double> OF_A_CALL =
      List.of(
          0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);

  private static final List<Double> OF_A_TASK =
      List.of(0.1, 0.5, 1d, 5d, 15d, 60d, 300d, 900d, 3600d, 14400d, 86400d);

  private final String title;
  private final String unit;
  private final String description;

  Measure(String title, String unit, String description) {
    this.title = title;
    this.unit = unit;
    this.description = description;
  }

  public String title() {
    return title;
  }

  public String unit() {
    return unit;
  }

  public String description() {
    return description;
  }

  /** The upper bounds of its buckets. */
  public List<Double> bounds() {
    return switch (this) {
      case TOKEN_USAGE -> TOKENS;
      case OPERATION_DURATION, TIME_TO_FIRST_CHUNK -> OF_A_CALL;
      case TASK_DURATION -> OF_A_TASK;
    };
  }
}
