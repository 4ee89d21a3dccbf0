package dev.troupe.http.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.http.EdgeJson;
import java.util.List;
import java.util.Optional;

/** A whole run over a file of cases, in the file's order, with what an earlier run had. */
public record Scorecard(List<CaseScore> cases, Optional<Baseline> baseline) {

  /** What has become of a case since the baseline. */
  enum Change {
    SAME,
    BETTER,
    WORSE,
    NEW
  }

  Change change(CaseScore score) {
    return baseline
        .flatMap(before -> before.passed(score.id()))
        .map(passed ->
            passed == score.passed() ? Change.SAME : score.passed() ? Change.BETTER : Change.WORSE)
        .orElse(Change.NEW);
  }

  public long passed() {
    return cases.stream().filter(CaseScore::passed).count();
  }

  /** Nothing failed; with a baseline, nothing that had not failed there too. */
  public boolean isGood() {
    return cases.stream()
        .allMatch(
            score -> score.passed() || (baseline.isPresent() && change(score) == Change.SAME));
  }

  public JsonNode json() {
    ObjectNode json =
        EdgeJson.object().put("passed", passed()).put("failed", cases.size() - passed());
    baseline.ifPresent(
        _ -> json.put("better", count(Change.BETTER)).put("worse", count(Change.WORSE)));
    var all = json.putArray("cases");
    cases.forEach(score -> {
      var one = score.json();
      baseline.ifPresent(_ -> one.put("change", word(change(score))));
      all.add(one);
    });
    return json;
  }

  /** The last line of the table. */
  String summary() {
    var judges = cases.stream().mapToLong(CaseScore::judgeTokens).sum();
    var counts =
        "%d passed, %d failed%s"
            .formatted(
                passed(),
                cases.size() - passed(),
                judges == 0 ? "" : "; the model that judges used %d tokens".formatted(judges));
    return baseline.isEmpty()
        ? counts
        : counts
            + "; against the baseline %d better, %d worse"
                .formatted(count(Change.BETTER), count(Change.WORSE));
  }

  private long count(Change change) {
    return cases.stream().filter(score -> change(score) == change).count();
  }

  static String word(Change change) {
    return switch (change) {
      case SAME -> "same";
      case BETTER -> "better";
      case WORSE -> "worse";
      case NEW -> "new";
    };
  }
}
