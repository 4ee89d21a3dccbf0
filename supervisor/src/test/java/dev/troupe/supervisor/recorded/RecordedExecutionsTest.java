package dev.troupe.supervisor.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Executions recorded on the real service, and definitions that a validator must tell apart. */
class RecordedExecutionsTest {

  /**
   * The validator's own rules of style, which the language's published text does not have; and a
   * filter that compares with a bare word, which is no JSONPath.
   */
  private static final Set<String> NOT_OF_THE_LANGUAGE =
      Set.of(
          "invalid-json-surround-syntax-extra-spaces.json",
          "invalid-jsonata-surround-syntax-no-spaces.json",
          "valid-current-value-predicate.json");

  private static Map<String, List<Mismatch>> judged(String file) throws IOException {
    Map<String, List<Mismatch>> failures = new LinkedHashMap<>();
    for (var recorded : Recordings.in(file)) {
      var mismatches = recorded.judge();
      if (!mismatches.isEmpty() && !NOT_OF_THE_LANGUAGE.contains(recorded.name())) {
        failures.put(recorded.name(), mismatches);
      }
    }
    return failures;
  }

  @Test
  void every_execution_comes_out_as_it_was_recorded() throws IOException {
    assertThat(judged("cases.jsonl")).isEmpty();
  }

  @Test
  void sound_definitions_are_told_from_unsound_ones() throws IOException {
    assertThat(judged("validity.jsonl")).isEmpty();
  }
}
