package dev.troupe.http.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.persistence.Json;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmissionOptionsTest {

  @ParameterizedTest
  @CsvSource({"7,7", "007,7", "00.50,0.5", "many,'\"many\"'", "1e3,'\"1e3\"'", "-1,'\"-1\"'"})
  void an_amount_is_a_number_where_people_would_say_so(String written, String sent) {
    assertThat(Json.write(SubmissionOptions.amount(written))).isEqualTo(sent);
  }

  @ParameterizedTest
  @CsvSource({"modelCalls=1,modelCalls=2,says modelCalls twice", "tokens=1,many,write NAME=AMOUNT"})
  void a_budget_is_said_once_and_whole(String first, String second, String said) {
    var options = new SubmissionOptions();
    options.goal = "g";
    options.budget.addAll(List.of(first, second));

    assertThatThrownBy(options::body).isInstanceOf(CommandFailure.class).hasMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource({"200000", "007"})
  void whole_amounts_stay_whole(String written) {
    assertThat(SubmissionOptions.amount(written).isIntegralNumber()).isTrue();
  }
}
