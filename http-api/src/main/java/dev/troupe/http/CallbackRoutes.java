package dev.troupe.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.Callback;
import dev.troupe.supervisor.SubmitReply.Fault;
import dev.troupe.supervisor.Tasks;
import dev.troupe.supervisor.Tasks.CallbackReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/callbacks/TOKEN}: whoever has a step's token ends the step. */
final class CallbackRoutes implements Routes {
  private static final Set<String> WAYS = Set.of("success", "failure", "heartbeat");
  private static final int OUTPUT_BYTES_AT_MOST = 256 * 1024;
  private static final Set<String> FAILURE = Set.of("error", "cause");

  /** The service's own bounds. */
  private static final Map<String, Integer> FAILURE_CHARACTERS =
      Map.of("error", 256, "cause", 32_768);

  private final Tasks tasks;
  private final HttpSettings settings;

  CallbackRoutes(Tasks tasks, HttpSettings settings) {
    this.tasks = tasks;
    this.settings = settings;
  }

  @Override
  public @Nullable CompletionStage<HttpResponse> handle(Call call) {
    var path = call.path();
    if (path.size() != 3 || !path.get(1).equals("callbacks")) {
      return null;
    }
    if (!call.method().equals("POST")) {
      throw Routes.wrongMethod(call, "POST");
    }
    Parameters.allow(call);
    return call.json(settings.maxBodyBytes())
        .thenCompose(body -> tasks.callBack(Call.TENANT, path.get(2), read(body)))
        .thenApply(CallbackRoutes::answer);
  }

  private static Callback read(JsonNode body) {
    List<Fault> faults = new ArrayList<>();
    List<String> names = new ArrayList<>();
    body.fieldNames().forEachRemaining(names::add);
    if (!body.isObject() || names.size() != 1 || !WAYS.contains(names.getFirst())) {
      throw new ProblemException(
          Problem.invalid(
              List.of(
                  new Fault(
                      "",
                      "a callback is {\"success\": OUTPUT}, {\"failure\": {\"error\": ..., \"cause\": ...}} or {\"heartbeat\": {}}"))));
    }
    var callback =
        switch (names.getFirst()) {
          case "success" -> new Callback.Success(body.path("success"));
          case "failure" -> failure(body.path("failure"), faults);
          default -> new Callback.Heartbeat();
        };
    if (callback instanceof Callback.Success(var output)
        && Json.bytes(output).length > OUTPUT_BYTES_AT_MOST) {
      faults.add(
          new Fault("/success", "an output may have %,d bytes".formatted(OUTPUT_BYTES_AT_MOST)));
    }
    if (!faults.isEmpty()) {
      throw new ProblemException(Problem.invalid(faults));
    }
    return callback;
  }

  private static Callback failure(JsonNode failure, List<Fault> faults) {
    faults.addAll(UnknownFields.in(failure, "/failure", FAILURE));
    for (var field : FAILURE) {
      if (failure.has(field) && !failure.path(field).isTextual()) {
        faults.add(new Fault("/failure/" + field, field + " must be a text"));
      }
    }
    FAILURE_CHARACTERS.forEach((field, atMost) -> {
      if (failure.path(field).asText().length() > atMost) {
        faults.add(
            new Fault("/failure/" + field, "%s may have %,d characters".formatted(field, atMost)));
      }
    });
    if (!failure.path("error").isTextual()) {
      faults.add(new Fault("/failure/error", "error is required: the name that Catch looks for"));
    }
    return new Callback.Failure(failure.path("error").asText(), failure.path("cause").asText());
  }

  private static HttpResponse answer(CallbackReply reply) {
    return switch (reply) {
      case TAKEN -> Answers.json(200, EdgeJson.object().put("taken", true));
      case TOO_LATE ->
          throw new ProblemException(
              Problem.conflict(
                  "token-not-open",
                  "The token is not open any more",
                  "A token works once and for its own attempt: that step was ended, timed out or was given up before."));
      case UNKNOWN ->
          throw new ProblemException(Problem.notFound("There is no step with this token."));
    };
  }
}
