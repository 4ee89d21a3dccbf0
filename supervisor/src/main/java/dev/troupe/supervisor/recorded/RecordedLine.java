package dev.troupe.supervisor.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** One line of a file of recorded cases. */
public sealed interface RecordedLine permits RecordedCase, RecordedValidity {
  String name();

  /** {@code definition_text} marks a case of validity. */
  static RecordedLine of(JsonNode json) {
    return json.has("definition_text")
        ? new RecordedValidity(
            json.path("name").asText("(no name)"),
            json.path("definition_text").asText(),
            json.path("expected").asText())
        : new RecordedCase(json);
  }

  /** What came out otherwise than recorded; empty if all is the same. */
  List<Mismatch> judge();
}
