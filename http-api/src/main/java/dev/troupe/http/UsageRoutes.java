package dev.troupe.http;

import dev.troupe.supervisor.Tasks;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/usage}: what the tenant's models were used for, as this node knows it. */
final class UsageRoutes implements Routes {
  private final Tasks tasks;

  UsageRoutes(Tasks tasks) {
    this.tasks = tasks;
  }

  @Override
  public @Nullable CompletionStage<HttpResponse> handle(Call call) {
    if (call.path().size() != 2 || !call.path().get(1).equals("usage")) {
      return null;
    }
    if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
      throw Routes.wrongMethod(call, "GET");
    }
    Parameters.allow(call);
    return tasks
        .usageByRole(Call.TENANT)
        .thenApply(used -> Answers.json(200, UsageDocuments.usage(used)));
  }
}
