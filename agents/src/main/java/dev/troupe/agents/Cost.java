package dev.troupe.agents;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What model calls cost, as far as their prices are known.
 *
 * @param currency ISO 4217; empty while no call had a price
 * @param nanos billionths of the currency's unit, rounded up for each call
 * @param unpricedCalls whose price is not known: the true cost is higher
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Cost(String currency, long nanos, int unpricedCalls) {
  private static final int NANO = 9;

  public static final Cost UNKNOWN = new Cost("", 0, 1);

  /** In journals, what is empty or zero is not written. */
  @JsonCreator
  static Cost read(
      @JsonProperty("currency") @Nullable String currency,
      @JsonProperty("nanos") long nanos,
      @JsonProperty("unpricedCalls") int unpricedCalls) {
    return new Cost(currency == null ? "" : currency, nanos, unpricedCalls);
  }

  /** Another currency cannot be added: it counts as a price that is not known. */
  public Cost plus(Cost other) {
    boolean adds =
        other.currency.isEmpty() || currency.isEmpty() || currency.equals(other.currency);
    return new Cost(
        currency.isEmpty() ? other.currency : currency,
        adds ? nanos + other.nanos : nanos,
        unpricedCalls + other.unpricedCalls + (adds ? 0 : 1));
  }

  /** In the currency's unit, without zeros at its end. */
  public BigDecimal amount() {
    var amount = BigDecimal.valueOf(nanos, NANO).stripTrailingZeros();
    return amount.scale() < 0 ? amount.setScale(0) : amount;
  }

  @JsonIgnore
  public boolean isKnown() {
    return unpricedCalls == 0;
  }
}
