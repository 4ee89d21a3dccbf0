package dev.troupe.http;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** A group of paths; null means: not mine. */
interface Routes {
  @Nullable CompletionStage<HttpResponse> handle(Call call);

  static ProblemException wrongMethod(Call call, String allowed) {
    return new ProblemException(Problem.methodNotAllowed(call.method(), allowed));
  }
}
