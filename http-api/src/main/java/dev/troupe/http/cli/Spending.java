package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What models were used for, by the events of a task or by the task itself.
 *
 * @param isPriced whether a model was asked that costs anything
 * @param unpricedCalls whose price nobody knows
 */
record Spending(
    long calls, long tokens, boolean isPriced, long nanos, String currency, long unpricedCalls) {
  static final Spending NOTHING = new Spending(0, 0, false, 0, "", 0);

  private static final int NANO = 9;
  private static final int DIGITS = 6;

  static Spending of(JsonNode usage) {
    return of(usage, usage.at("/cost/nanos").asLong());
  }

  /** Of a task, which tells its cost as an amount. */
  static Spending ofTask(JsonNode usage) {
    return of(usage, usage.at("/cost/amount").decimalValue().movePointRight(NANO).longValue());
  }

  private static Spending of(JsonNode usage, long nanos) {
    JsonNode cost = usage.path("cost");
    return new Spending(
        usage.path("modelCalls").asLong(),
        usage.path("inputTokens").asLong() + usage.path("outputTokens").asLong(),
        cost.isObject(),
        nanos,
        cost.path("currency").asText(),
        cost.path("unpricedCalls").asLong());
  }

  Spending plus(Spending other) {
    return new Spending(
        calls + other.calls,
        tokens + other.tokens,
        isPriced || other.isPriced,
        nanos + other.nanos,
        currency.isEmpty() ? other.currency : currency,
        unpricedCalls + other.unpricedCalls);
  }

  /** One line; of money only where some may have been spent. */
  String line() {
    String line = Texts.count(calls, "model call") + " · " + Texts.count(tokens, "token");
    return isPriced ? line + " · " + money() : line;
  }

  private String money() {
    if (unpricedCalls == 0) {
      return known();
    }
    return nanos == 0
        ? "cost unknown"
        : "at least %s (%s without a price)".formatted(known(), Texts.count(unpricedCalls, "call"));
  }

  private String known() {
    BigDecimal amount = BigDecimal.valueOf(nanos, NANO).setScale(DIGITS, RoundingMode.HALF_UP);
    return currency + " " + amount.toPlainString();
  }
}
