package dev.troupe.agents.model.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceFileTest {
  @TempDir Path folder;

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("prices.conf"), text);
  }

  @Test
  void the_built_in_file_prices_the_models_that_the_documentation_names() {
    var prices = PriceFile.read(ConfigFactory.load("reference"));

    assertThat(prices.currency()).isEqualTo("USD");
    assertThat(prices.of("openai/gpt-5-mini")).isPresent();
    assertThat(prices.of("openai/gpt-5-nano")).isPresent();
    assertThat(prices.of("anthropic/claude-haiku-4-5")).isPresent();
    assertThat(prices.of("openai/another")).isEmpty();
  }

  @Test
  void a_file_of_ones_own_takes_the_place_of_the_built_in_one() throws Exception {
    var own =
        file(
            "currency = EUR\nmodels { \"mine/m-1.5\" { input = 0.1, output = \"0\" } }"
                .replace("\"0\"", "0"));
    var config = ConfigFactory.parseString("troupe.prices.file = \"%s\"".formatted(own));

    var prices = PriceFile.read(config);

    assertThat(prices.currency()).isEqualTo("EUR");
    assertThat(prices.of("mine/m-1.5")).contains(new Price(new BigDecimal("0.1"), BigDecimal.ZERO));
    assertThat(prices.of("openai/gpt-5-mini")).isEmpty();
  }

  @Test
  void a_file_of_ones_own_may_add_to_the_built_in_one() throws Exception {
    var prices =
        PriceFile.read(
            file(
                "include classpath(\"troupe-prices.conf\")\nmodels { \"mine/m\" { input = 1, output = 2 } }"));

    assertThat(prices.of("mine/m")).isPresent();
    assertThat(prices.of("openai/gpt-5-mini")).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          models {}                                                       | currency: it must be three capital letters
          currency = dollars, models {}                                   | currency: it must be three capital letters
          currency = USD                                                  | models: it must be a block
          currency = USD, models {}, notes = x                            | notes: there is no such field
          currency = USD, models { "a/b" = 3 }                            | models."a/b": it must be a block
          currency = USD, models { "a/b" { input = 1 } }                  | models."a/b".output: it must be a number
          currency = USD, models { "a/b" { input = -1, output = 1 } }     | models."a/b".input: a price is 0 or more
          currency = USD, models { "a/b" { input = x, output = 1 } }      | models."a/b".input: it must be a number
          currency = USD, models { a/b-1.5 { input = 1, output = 1 } }    | models."a/b-1".5: there is no such field; known are input, output. A model's name stands in quotes
          """)
  void what_cannot_be_used_is_refused_with_its_place(String text, String message) throws Exception {
    var broken = file(text);

    assertThatThrownBy(() -> PriceFile.read(broken))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(broken.toString())
        .hasMessageContaining(message);
  }

  @Test
  void a_file_that_is_not_there_or_is_no_hocon_is_named() throws Exception {
    var missing = folder.resolve("none.conf");
    var broken = file("currency = [");

    assertThatThrownBy(() -> PriceFile.read(missing))
        .hasMessageContaining("troupe.prices.file: " + missing);
    assertThatThrownBy(() -> PriceFile.read(broken))
        .hasMessageContaining("troupe.prices.file: " + broken);
  }
}
