package dev.troupe.agents.model.price;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** What a million tokens of a model cost. */
public record Price(BigDecimal input, BigDecimal output) {
  /** Of a price per million tokens, one token's part in billionths of the unit. */
  private static final BigDecimal NANOS_PER_TOKEN = BigDecimal.valueOf(1_000);

  /** What is written to a provider's cache costs a quarter more than what is only read. */
  private static final BigDecimal MORE_FOR_KEPT = new BigDecimal("0.25");

  /**
   * In billionths of the currency's unit, rounded up.
   *
   * @param kept so many of the input tokens were written to the provider's cache
   */
  public long nanos(long inputTokens, long kept, long outputTokens) {
    return input
        .multiply(
            BigDecimal.valueOf(inputTokens).add(BigDecimal.valueOf(kept).multiply(MORE_FOR_KEPT)))
        .add(output.multiply(BigDecimal.valueOf(outputTokens)))
        .multiply(NANOS_PER_TOKEN)
        .setScale(0, RoundingMode.CEILING)
        .longValueExact();
  }
}
