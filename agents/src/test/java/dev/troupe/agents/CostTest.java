package dev.troupe.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.troupe.persistence.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CostTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = ';',
      value = {
        "'' ; 0 ; 1 ; {\"unpricedCalls\":1}",
        "USD ; 4210000 ; 0 ; {\"currency\":\"USD\",\"nanos\":4210000}",
        "EUR ; 7 ; 2 ; {\"currency\":\"EUR\",\"nanos\":7,\"unpricedCalls\":2}"
      })
  void a_journal_holds_what_is_neither_empty_nor_zero(
      String currency, long nanos, int unpriced, String journal) throws JsonProcessingException {
    var cost = new Cost(currency.replace("'", ""), nanos, unpriced);

    var written = Json.MAPPER.writeValueAsString(cost);

    assertThat(written).isEqualTo(journal);
    assertThat(Json.MAPPER.readValue(written, Cost.class)).isEqualTo(cost);
  }

  @Test
  void what_was_written_with_all_its_fields_reads_the_same() throws JsonProcessingException {
    var read =
        Json.MAPPER.readValue("{\"currency\":\"\",\"nanos\":0,\"unpricedCalls\":1}", Cost.class);

    assertThat(read).isEqualTo(Cost.UNKNOWN);
  }
}
