package dev.troupe.http;

import dev.troupe.persistence.PlainWords;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /health/live}: the process answers; {@code /health/ready}: it takes work. */
final class HealthRoutes implements Routes {
  private static final Duration CHECKED_WITHIN = Duration.ofSeconds(5);

  private final Readiness readiness;

  HealthRoutes(Readiness readiness) {
    this.readiness = readiness;
  }

  @Override
  public @Nullable CompletionStage<HttpResponse> handle(Call call) {
    var path = call.path();
    if (path.size() != 2 || !path.get(0).equals("health")) {
      return null;
    }
    return switch (path.get(1)) {
      case "live" -> CompletableFuture.completedFuture(up(call, "live"));
      case "ready" -> ready(call);
      default -> null;
    };
  }

  private CompletionStage<HttpResponse> ready(Call call) {
    HttpResponse up = up(call, "ready");
    return readiness
        .check()
        .toCompletableFuture()
        .orTimeout(CHECKED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
        .handle((_, failure) -> {
          if (failure != null) {
            throw new ProblemException(Problem.unavailable(reason(failure)));
          }
          return up;
        });
  }

  private static String reason(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof TimeoutException
        ? "The store has not said within %d s whether it takes writes."
            .formatted(CHECKED_WITHIN.toSeconds())
        : PlainWords.of(cause);
  }

  private static HttpResponse up(Call call, String status) {
    if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
      throw Routes.wrongMethod(call, "GET");
    }
    Parameters.allow(call);
    return Answers.json(200, EdgeJson.object().put("status", status));
  }
}
