package dev.troupe.agents.model.price;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.Cost;
import dev.troupe.agents.Usage;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PricesTest {
  private static final Prices PRICES =
      new Prices(
          "USD",
          Map.of(
              "a/small", price("0.15", "0.60"),
              "a/*", price("3", "15"),
              "a/large-*", price("10", "30"),
              "home/*", price("0", "0")));

  private static Price price(String input, String output) {
    return new Price(new BigDecimal(input), new BigDecimal(output));
  }

  @Test
  void a_call_costs_its_tokens_at_the_price_of_a_million() {
    assertThat(PRICES.priced("a/small", new Usage(1, 1_000_000, 500_000), 0).cost())
        .isEqualTo(new Cost("USD", 450_000_000, 0));
  }

  @Test
  void what_a_provider_writes_to_its_cache_costs_a_quarter_more() {
    assertThat(PRICES.priced("a/small", new Usage(1, 1_000_000, 0), 400_000).cost())
        .isEqualTo(new Cost("USD", 165_000_000, 0));
  }

  @Test
  void less_than_a_billionth_is_rounded_up_for_each_call() {
    assertThat(price("0.0001", "0").nanos(1, 0, 0)).isEqualTo(1);
    assertThat(price("0.0375", "0").nanos(2, 0, 0)).isEqualTo(75);
  }

  @Test
  void the_very_name_comes_before_the_longest_beginning() {
    assertThat(PRICES.of("a/small")).contains(price("0.15", "0.60"));
    assertThat(PRICES.of("a/large-2")).contains(price("10", "30"));
    assertThat(PRICES.of("a/other")).contains(price("3", "15"));
    assertThat(PRICES.of("b/other")).isEmpty();
  }

  @Test
  void what_has_no_price_is_told_as_unknown_and_its_tokens_stay() {
    assertThat(PRICES.priced("b/other", new Usage(1, 10, 20), 0))
        .isEqualTo(new Usage(1, 10, 20, Cost.UNKNOWN));
  }

  @Test
  void what_the_provider_did_not_count_has_no_known_cost() {
    assertThat(PRICES.priced("a/small", new Usage(1, 0, 0), 0).cost()).isEqualTo(Cost.UNKNOWN);
  }

  @Test
  void the_offline_engine_costs_nothing_and_a_free_model_costs_zero() {
    assertThat(PRICES.priced("offline", new Usage(1, 0, 0), 0)).isEqualTo(new Usage(1, 0, 0));
    assertThat(PRICES.priced("home/any", new Usage(1, 5, 5), 0).cost())
        .isEqualTo(new Cost("USD", 0, 0));
  }

  @Test
  void costs_add_up_and_what_is_not_known_stays_so() {
    var known = new Cost("USD", 40, 0);

    assertThat(Cost.UNKNOWN.plus(known)).isEqualTo(new Cost("USD", 40, 1));
    assertThat(known.plus(known)).isEqualTo(new Cost("USD", 80, 0));
    assertThat(known.plus(new Cost("EUR", 7, 0))).isEqualTo(new Cost("USD", 40, 1));
  }

  @Test
  void a_usage_without_a_cost_takes_the_others() {
    var cost = new Cost("USD", 40, 0);

    assertThat(Usage.NONE.plus(new Usage(1, 2, 3, cost))).isEqualTo(new Usage(1, 2, 3, cost));
    assertThat(new Usage(1, 2, 3, cost).plus(new Usage(1, 0, 0)))
        .isEqualTo(new Usage(2, 2, 3, cost));
  }
}
