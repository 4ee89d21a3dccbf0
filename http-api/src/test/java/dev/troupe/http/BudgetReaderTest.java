package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.Budget;
import dev.troupe.agents.Budget.Exhaustion;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.SubmitReply.Fault;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetReaderTest {
  private final List<Fault> faults = new ArrayList<>();

  private @Nullable Budget read(String budget) {
    return BudgetReader.read(
        Json.parse("{\"budget\":%s}".formatted(budget.replace('\'', '"'))).path("budget"), faults);
  }

  @Test
  void reads_every_amount_money_in_billionths() {
    assertThat(
            read(
                "{'money':0.1,'tokens':200000,'modelCalls':20,'seconds':600,'exhausted':'finish'}"))
        .isEqualTo(new Budget(100_000_000L, 200_000L, 20L, 600L, Exhaustion.FINISH, null));
    assertThat(faults).isEmpty();
  }

  @Test
  void reads_as_much_as_the_configuration_may_say() {
    assertThat(
            read(
                "{'money':1000000000,'tokens':1000000000000,'modelCalls':1000000000,'seconds':1000000000}"))
        .isEqualTo(
            new Budget(
                1_000_000_000_000_000_000L,
                1_000_000_000_000L,
                1_000_000_000L,
                1_000_000_000L,
                null,
                null));
    assertThat(faults).isEmpty();
  }

  @Test
  void none_is_none() {
    assertThat(read("null")).isNull();
    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          7                     | /limits/budget
          {'money':0}           | /limits/budget/money
          {'money':-1}          | /limits/budget/money
          {'money':'1'}         | /limits/budget/money
          {'money':1e-12}       | /limits/budget/money
          {'money':1e12}        | /limits/budget/money
          {'money':1000000000.1} | /limits/budget/money
          {'tokens':1000000000001} | /limits/budget/tokens
          {'modelCalls':99999999999999999999999} | /limits/budget/modelCalls
          {'tokens':0}          | /limits/budget/tokens
          {'tokens':1.5}        | /limits/budget/tokens
          {'modelCalls':'many'} | /limits/budget/modelCalls
          {'seconds':-5}        | /limits/budget/seconds
          {'exhausted':'panic'} | /limits/budget/exhausted
          {'dollars':5}         | /limits/budget/dollars
          """)
  void what_cannot_be_used_is_refused_at_its_place(String budget, String pointer) {
    var _ = read(budget);

    assertThat(faults).singleElement().extracting(Fault::pointer).isEqualTo(pointer);
  }
}
