package dev.troupe.supervisor.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.troupe.persistence.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

  private static @Nullable Path find(String file) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      var candidate = at.resolve("shared/asl").resolve(file);
      if (Files.exists(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  private static Map<String, List<Mismatch>> judged(String file) throws IOException {
    var found = find(file);
    assumeTrue(found != null, "skipped: there is no shared/asl/" + file + " beside the project");
    Map<String, List<Mismatch>> failures = new LinkedHashMap<>();
    for (var line : Files.readAllLines(found)) {
      var recorded = RecordedLine.of(Json.parse(line));
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
