package dev.troupe.agents;

/** What models were used for: calls that were answered, and tokens as the provider counted them. */
public record Usage(int modelCalls, long inputTokens, long outputTokens) {
  public static final Usage NONE = new Usage(0, 0, 0);

  public Usage plus(Usage other) {
    return new Usage(
        modelCalls + other.modelCalls,
        inputTokens + other.inputTokens,
        outputTokens + other.outputTokens);
  }
}
