package dev.troupe.http.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.http.EdgeJson;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the judges found on one case.
 *
 * @param task the task's id; empty where none could be begun
 * @param judgeTokens what a model that judged has used, in and out
 */
public record CaseScore(
    String id, String task, Answer answer, List<Verdict> verdicts, long judgeTokens) {

  /** Of judges that ask no model. */
  public CaseScore(String id, String task, Answer answer, List<Verdict> verdicts) {
    this(id, task, answer, verdicts, 0);
  }

  /** The findings of all judges that ask no model. */
  public static CaseScore of(EvalCase evalCase, String task, Answer answer) {
    return new CaseScore(evalCase.id(), task, answer, Judge.all(evalCase.expect(), answer));
  }

  /**
   * @param tokens that it took to come to it
   */
  public CaseScore and(Verdict verdict, long tokens) {
    return new CaseScore(
        id,
        task,
        answer,
        Stream.concat(verdicts.stream(), Stream.of(verdict)).toList(),
        judgeTokens + tokens);
  }

  public boolean passed() {
    return verdicts.stream().allMatch(Verdict::passed);
  }

  /** As a report keeps it, and as a later run compares itself with it. */
  ObjectNode json() {
    ObjectNode json =
        EdgeJson.object()
            .put("id", id)
            .put("passed", passed())
            .put("task", task)
            .put("outcome", answer.result().path("outcome").asText(null))
            .put("engine", answer.result().path("engine").asText(null))
            .put("modelCalls", answer.modelCalls())
            .put("tokens", answer.tokens())
            .put("judgeTokens", judgeTokens)
            .put("seconds", answer.took().toMillis() / 1000.0);
    var judges = json.putArray("verdicts");
    verdicts.forEach(verdict -> judges.add(json(verdict)));
    return json;
  }

  private static JsonNode json(Verdict verdict) {
    ObjectNode json =
        EdgeJson.object().put("judge", verdict.judge()).put("passed", verdict.passed());
    verdict.score().ifPresent(score -> json.put("score", score));
    return json.put("why", verdict.why());
  }
}
