package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.http.EdgeJson;
import dev.troupe.http.eval.Answer;
import dev.troupe.http.eval.CaseScore;
import dev.troupe.http.eval.EvalCase;
import dev.troupe.http.eval.Verdict;
import dev.troupe.persistence.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Puts cases before an engine, a few at a time, and their answers before the judges. */
final class EvalRun {
  private static final String PATIENCE = "?wait=30s";
  private static final JsonNode JUDGING =
      Json.parse(
          """
          {
            "QueryLanguage": "JSONata",
            "StartAt": "Judge",
            "States": {
              "Judge": {
                "Type": "Task",
                "Resource": "agent:judge",
                "Arguments": "{% $states.input.input %}",
                "End": true
              }
            }
          }
          """);

  private final ApiClient client;
  private final @Nullable String judgeModel;
  private final @Nullable Streams progress;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /**
   * @param progress null for none
   */
  EvalRun(ApiClient client, @Nullable String judgeModel, @Nullable Streams progress) {
    this.client = client;
    this.judgeModel = judgeModel;
    this.progress = progress;
  }

  /** The scores, in the cases' order. */
  List<CaseScore> all(List<EvalCase> cases, int together) {
    try (ExecutorService lanes = Executors.newFixedThreadPool(together, lane())) {
      List<Future<CaseScore>> futures = new ArrayList<>();
      cases.forEach(one -> futures.add(lanes.submit(() -> score(one))));
      List<CaseScore> scores = new ArrayList<>();
      for (var future : futures) {
        scores.add(future.get());
      }
      return scores;
    } catch (ExecutionException failed) {
      stop();
      throw failed.getCause() instanceof RuntimeException why
          ? why
          : new IllegalStateException(failed.getCause());
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
      throw new CommandFailure(Exit.CANCELLED, "interrupted", e);
    }
  }

  private static ThreadFactory lane() {
    return Thread.ofVirtual().name("eval-", 0).factory();
  }

  /** Cancels what is under way and begins nothing more. */
  void stop() {
    stopped = true;
    underWay.forEach(this::cancel);
  }

  private void cancel(String id) {
    client.post("/v1/tasks/" + ApiClient.encode(id) + "/cancel", EdgeJson.object());
  }

  private CaseScore score(EvalCase one) {
    Instant began = Instant.now();
    JsonNode ended = ended(one);
    var id = ended.path("id").asText();
    var answer = answer(ended, Duration.between(began, Instant.now()));
    var score = judged(one, id, answer);
    tell(score);
    return score;
  }

  /** A judge that cannot read one answer says nothing of the others. */
  private CaseScore judged(EvalCase one, String id, Answer answer) {
    try {
      var score = CaseScore.of(one, id, answer);
      var question = one.expect().question();
      return question.isPresent() && answer.failure().isEmpty()
          ? opinion(question.get(), one, answer, score)
          : score;
    } catch (CommandFailure refused) {
      throw refused;
    } catch (RuntimeException unreadable) {
      var fault = Optional.of("the answer could not be judged: " + unreadable);
      return new CaseScore(one.id(), id, answer, List.of(Verdict.of("judges", fault)));
    }
  }

  private void tell(CaseScore score) {
    var streams = progress;
    if (streams != null) {
      streams.say("%s: %s".formatted(score.id(), score.passed() ? "pass" : "FAIL"));
    }
  }

  private Answer answer(JsonNode ended, Duration took) {
    return switch (ended.path("status").asText()) {
      case "completed" -> new Answer(result(ended), Optional.empty(), took);
      case "cancelled" -> new Answer(result(ended), Optional.of("the task was cancelled"), took);
      default -> new Answer(result(ended), Optional.of(Texts.failure(ended)), took);
    };
  }

  private JsonNode result(JsonNode ended) {
    return client.get(path(ended.path("id").asText()) + "/result");
  }

  private JsonNode ended(EvalCase one) {
    try {
      return ended(one.body());
    } catch (CommandFailure refused) {
      throw new CommandFailure(
          refused.exit(), "the case '%s': %s".formatted(one.id(), refused.getMessage()), refused);
    }
  }

  /** The task as it stands at its end. */
  private JsonNode ended(JsonNode body) {
    if (stopped) {
      throw new CommandFailure(Exit.CANCELLED, "cancelled");
    }
    var id = client.post("/v1/tasks", body).path("id").asText();
    underWay.add(id);
    if (stopped) {
      cancel(id);
    }
    try {
      while (true) {
        JsonNode task = client.get(path(id) + PATIENCE);
        switch (task.path("status").asText()) {
          case "completed", "failed", "cancelled" -> {
            return task;
          }
          default -> {}
        }
      }
    } finally {
      underWay.remove(id);
    }
  }

  private static String path(String id) {
    return "/v1/tasks/" + ApiClient.encode(id);
  }

  /** The model of this task is named by another option than that of the cases. */
  private JsonNode judging(JsonNode body) {
    try {
      return ended(body);
    } catch (CommandFailure refused) {
      throw new CommandFailure(
          refused.exit(),
          String.valueOf(refused.getMessage()).replace("--model:", "--judge-model:"),
          refused);
    }
  }

  private CaseScore opinion(String question, EvalCase one, Answer answer, CaseScore score) {
    ObjectNode body = EdgeJson.object().put("goal", question).put("model", judgeModel);
    body.set("workflow", JUDGING);
    ObjectNode input = body.putObject("input").put("question", question);
    input.put("goal", one.body().path("goal").asText());
    input.set("answer", answer.result().path("markdown"));
    input.set("citations", answer.result().path("citations"));
    if (answer.result().has("output")) {
      input.set("output", answer.result().path("output"));
    }
    JsonNode ended = judging(body);
    if (!ended.path("status").asText().equals("completed")) {
      var fault = Optional.of("the judge gave no verdict: " + Texts.failure(ended));
      return score.and(Verdict.of("judge", fault), Answer.tokens(ended));
    }
    JsonNode verdict = result(ended).path("output");
    boolean approved = verdict.path("approved").asBoolean();
    return score.and(
        new Verdict("judge", approved, Optional.empty(), verdict.path("why").asText()),
        Answer.tokens(ended));
  }
}
