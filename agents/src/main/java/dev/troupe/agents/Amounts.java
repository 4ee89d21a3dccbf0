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

  /** No sum is larger than the largest number there is. */
  public Amounts plus(Amounts other) {
    return new Amounts(
        sum(nanos, other.nanos),
        sum(tokens, other.tokens),
        sum(modelCalls, other.modelCalls),
        sum(millis, other.millis));
  }

  /** Of a sum, one part of it. */
  public Amounts minus(Amounts part) {
    return new Amounts(
        nanos - part.nanos,
        tokens - part.tokens,
        modelCalls - part.modelCalls,
        millis - part.millis);
  }

  public Amounts withoutMoney() {
    return new Amounts(0, tokens, modelCalls, millis);
  }

  /** Of two that are not negative. */
  static long sum(long one, long other) {
    var sum = one + other;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
