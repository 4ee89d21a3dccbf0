package dev.troupe.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /health/live}: the process answers; {@code /health/ready}: it takes work. */
final class HealthRoutes implements Routes {
  private final BooleanSupplier ready;

  HealthRoutes(BooleanSupplier ready) {
    this.ready = ready;
  }

  @Override
  public @Nullable CompletionStage<HttpResponse> handle(Call call) {
    var path = call.path();
    if (path.size() != 2 || !path.get(0).equals("health")) {
      return null;
    }
    return switch (path.get(1)) {
      case "live" -> CompletableFuture.completedFuture(up(call, "live"));
      case "ready" -> CompletableFuture.completedFuture(ready(call));
      default -> null;
    };
  }

  private HttpResponse ready(Call call) {
    if (!ready.getAsBoolean()) {
      throw new ProblemException(
          Problem.unavailable("The node is starting or stopping and takes no work now."));
    }
    return up(call, "ready");
  }

  private static HttpResponse up(Call call, String status) {
    if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
      throw Routes.wrongMethod(call, "GET");
    }
    Parameters.allow(call);
    return Answers.json(200, EdgeJson.object().put("status", status));
  }
}
