package dev.troupe.http.eval;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What an answer must be like; what is not said is not judged, but for outcome and citations.
 *
 * @param facts each of which must stand in the answer, in one of its wordings
 * @param absent what must not stand in it
 * @param documents which must be cited
 * @param citations the share of cited statements, 0 to 1, that their quotes must support
 * @param schema JSON Schema (2020-12) of the output
 * @param question put to a model that judges; empty for none
 */
public record Expectation(
    String outcome,
    List<List<String>> facts,
    List<String> absent,
    List<String> documents,
    double citations,
    Optional<JsonNode> schema,
    Cost cost,
    Optional<String> question) {

  /** At most so much; empty is without bound. */
  public record Cost(
      Optional<Long> modelCalls,
      Optional<Long> tokens,
      Optional<Double> money,
      Optional<Double> seconds) {}
}
