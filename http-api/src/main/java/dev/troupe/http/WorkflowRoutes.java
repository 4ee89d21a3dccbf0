package dev.troupe.http;

import dev.troupe.supervisor.SubmitReply.Fault;
import dev.troupe.supervisor.Tasks;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/workflows}: which there are, what they say, whether one would run. */
final class WorkflowRoutes implements Routes {
  private final Tasks tasks;
  private final HttpSettings settings;

  WorkflowRoutes(Tasks tasks, HttpSettings settings) {
    this.tasks = tasks;
    this.settings = settings;
  }

  @Override
  public @Nullable CompletionStage<HttpResponse> handle(Call call) {
    var path = call.path();
    if (path.size() < 2 || !path.get(1).equals("workflows") || path.size() > 3) {
      return null;
    }
    if (path.size() == 3 && path.get(2).equals("validate")) {
      return only("POST", call, () -> validate(call));
    }
    return only(
        "GET",
        call,
        () -> CompletableFuture.completedFuture(path.size() == 2 ? list() : show(path.get(2))));
  }

  private static CompletionStage<HttpResponse> only(
      String method, Call call, java.util.function.Supplier<CompletionStage<HttpResponse>> then) {
    if (!call.method().equals(method)) {
      throw Routes.wrongMethod(call, method);
    }
    Parameters.allow(call);
    return then.get();
  }

  private HttpResponse list() {
    return Answers.json(200, WorkflowDocuments.list(tasks.workflows()));
  }

  private HttpResponse show(String name) {
    return tasks
        .workflow(name)
        .map(definition -> Answers.json(200, definition))
        .orElseThrow(() ->
            new ProblemException(
                Problem.notFound(
                    "There is no workflow '"
                        + name
                        + "'. GET /v1/workflows lists the workflows there are.")));
  }

  /** The body is a definition: an object, or its text (JSON or YAML) as a JSON string. */
  private CompletionStage<HttpResponse> validate(Call call) {
    return call.json(settings.maxBodyBytes())
        .thenApply(
            body -> report(tasks.validate(body.isTextual() ? body.asText() : body.toString())));
  }

  private static HttpResponse report(List<Fault> faults) {
    return Answers.json(200, WorkflowDocuments.report(faults));
  }
}
