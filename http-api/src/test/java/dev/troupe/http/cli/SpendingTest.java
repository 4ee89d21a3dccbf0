package dev.troupe.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.Json;
import org.junit.jupiter.api.Test;

class SpendingTest {
  private static Spending of(String usage) {
    return Spending.of(Json.parse(usage));
  }

  @Test
  void tells_money_where_a_model_has_a_price() {
    var one =
        of(
            "{\"modelCalls\":1,\"inputTokens\":300,\"outputTokens\":12,\"cost\":{\"currency\":\"USD\",\"nanos\":4210000,\"unpricedCalls\":0}}");

    assertThat(one.line()).isEqualTo("1 model call · 312 tokens · USD 0.004210");
    assertThat(one.plus(one).line()).isEqualTo("2 model calls · 624 tokens · USD 0.008420");
  }

  @Test
  void says_so_where_a_price_is_not_known() {
    var unknown =
        of(
            "{\"modelCalls\":1,\"inputTokens\":3,\"outputTokens\":1,\"cost\":{\"currency\":\"\",\"nanos\":0,\"unpricedCalls\":1}}");
    var known =
        of(
            "{\"modelCalls\":1,\"inputTokens\":3,\"outputTokens\":1,\"cost\":{\"currency\":\"USD\",\"nanos\":1000000,\"unpricedCalls\":0}}");

    assertThat(unknown.line()).isEqualTo("1 model call · 4 tokens · cost unknown");
    assertThat(unknown.plus(known).line())
        .isEqualTo("2 model calls · 8 tokens · at least USD 0.001000 (1 call without a price)");
  }

  @Test
  void says_nothing_of_money_where_nothing_costs_any() {
    assertThat(of("{\"modelCalls\":5,\"inputTokens\":0,\"outputTokens\":0}").line())
        .isEqualTo("5 model calls · 0 tokens");
  }
}
