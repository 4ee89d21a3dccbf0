package dev.troupe.agents.model.price;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** What a million tokens of a model cost. */
public record Price(BigDecimal input, BigDecimal output) {
  /** Of a price per million tokens, one token's part in billionths of the unit. */
  private static final BigDecimal NANOS_PER_TOKEN = BigDecimal.valueOf(1_000);

  /** In billionths of the currency's unit, rounded up. */
  public long nanos(long inputTokens, long outputTokens) {
    return input
        .multiply(BigDecimal.valueOf(inputTokens))
        .add(output.multiply(BigDecimal.valueOf(outputTokens)))
        .multiply(NANOS_PER_TOKEN)
        .setScale(0, RoundingMode.CEILING)
        .longValueExact();
  }
}
