package dev.troupe.supervisor.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** One line of a file of recorded cases. */
public sealed interface RecordedLine permits RecordedCase, RecordedValidity {
  String name();

  /**
   * {@code definition_text} marks a case of validity.
   *
   * @throws IllegalArgumentException if it is no recorded case
   */
  static RecordedLine of(JsonNode json) {
    if (!json.hasNonNull("definition_text") && !json.path("definition").isObject()) {
      throw new IllegalArgumentException("Neither 'definition' nor 'definition_text' is there");
    }
    return json.has("definition_text")
        ? new RecordedValidity(
            json.path("name").asText("(no name)"),
            json.path("definition_text").asText(),
            json.path("expected").asText())
        : new RecordedCase(json);
  }

  /** What came out otherwise than recorded; empty if all is the same. */
  List<Mismatch> judge();

  /** Why the case says nothing about the language; empty if it is judged. */
  Optional<String> skipped();
}
