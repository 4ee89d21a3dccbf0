package dev.troupe.agents;

/**
 * What is spent, or may be.
 *
 * @param nanos money, in billionths of the currency's unit
 * @param tokens read and written
 * @param millis of models at work
 */
public record Amounts(long nanos, long tokens, long modelCalls, long millis) {
  public static final Amounts NONE = new Amounts(0, 0, 0, 0);

  public Amounts plus(Amounts other) {
    return new Amounts(
        nanos + other.nanos,
        tokens + other.tokens,
        modelCalls + other.modelCalls,
        millis + other.millis);
  }
}
