package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final List<String> KNOWN =
      List.of("run", "serve", "submit", "tasks", "resume", "knowledge", "--format", "--json");

  @ParameterizedTest
  @CsvSource({
    "rnu, run",
    "task, tasks",
    "sevre, serve",
    "KNOWLEGDE, knowledge",
    "--fromat, --format",
    "--jsn, --json"
  })
  void finds_what_a_slip_of_the_finger_meant(String word, String meant) {
    assertThat(Nearest.to(word, KNOWN)).hasValue(meant);
  }

  @ParameterizedTest
  @CsvSource({"nonsense", "x", "--verbose", "delete", "''"})
  void suggests_nothing_where_nothing_is_near(String word) {
    assertThat(Nearest.to(word, KNOWN)).isEmpty();
  }
}
