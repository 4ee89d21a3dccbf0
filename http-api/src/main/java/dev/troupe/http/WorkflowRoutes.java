package dev.troupe.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.NamedWorkflows;
import dev.troupe.supervisor.NamedWorkflows.DeleteReply;
import dev.troupe.supervisor.NamedWorkflows.PutReply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/workflows}: which there are, what they say, storing and deleting them, checks. */
final class WorkflowRoutes implements Routes {
  private final NamedWorkflows workflows;
  private final HttpSettings settings;

  WorkflowRoutes(NamedWorkflows workflows, HttpSettings settings) {
    this.workflows = workflows;
    this.settings = settings;
  }

  @Override
  public @Nullable CompletionStage<HttpResponse> handle(Call call) {
    var path = call.path();
    if (path.size() < 2 || !path.get(1).equals("workflows") || path.size() > 3) {
      return null;
    }
    Parameters.allow(call);
    return path.size() == 2 ? collection(call) : one(call, path.get(2));
  }

  private CompletionStage<HttpResponse> collection(Call call) {
    if (!call.method().equals("GET")) {
      throw Routes.wrongMethod(call, "GET");
    }
    return answered(WorkflowDocuments.list(workflows.list(Call.TENANT)));
  }

  private CompletionStage<HttpResponse> one(Call call, String name) {
    var isCheck = name.equals("validate");
    return switch (call.method()) {
      case "GET" -> show(name);
      case "PUT" -> put(call, name);
      case "DELETE" -> workflows.delete(Call.TENANT, name).thenApply(reply -> deleted(name, reply));
      default -> {
        if (isCheck && call.method().equals("POST")) {
          yield validate(call);
        }
        throw Routes.wrongMethod(call, "GET, PUT, DELETE" + (isCheck ? ", POST" : ""));
      }
    };
  }

  private CompletionStage<HttpResponse> show(String name) {
    var named = workflows.find(Call.TENANT, name);
    var found =
        named.isEmpty() && NamedWorkflows.isHash(name)
            ? workflows.byHash(name)
            : CompletableFuture.completedStage(named);
    return found.thenApply(one ->
        one.map(WorkflowDocuments::of)
            .map(document -> Answers.json(200, document))
            .orElseThrow(() -> unknown(name)));
  }

  private static CompletionStage<HttpResponse> answered(JsonNode document) {
    return CompletableFuture.completedStage(Answers.json(200, document));
  }

  private CompletionStage<HttpResponse> put(Call call, String name) {
    return DefinitionBody.of(call, settings.maxBodyBytes())
        .thenCompose(definition -> workflows.put(Call.TENANT, name, definition))
        .thenApply(WorkflowRoutes::stored);
  }

  private static HttpResponse stored(PutReply reply) {
    return switch (reply) {
      case PutReply.Stored(var summary, var fresh) ->
          Answers.json(fresh ? 201 : 200, WorkflowDocuments.of(summary))
              .addHeader(Answers.header("Location", "/v1/workflows/" + summary.name()));
      case PutReply.Invalid(var faults) -> throw new ProblemException(Problem.invalid(faults));
      case PutReply.UnusableName(var reason) ->
          throw new ProblemException(Problem.badRequest(reason));
      case PutReply.Provided(var summary) ->
          throw provided(summary, "replaced. Choose another name");
      case PutReply.TooMany(var atMost) ->
          throw new ProblemException(
              Problem.conflict(
                  "too-many-workflows",
                  "There are too many workflows",
                  "There are %d workflows, as many as troupe.workflows.stored-at-most allows; delete one first."
                      .formatted(atMost)));
    };
  }

  private static HttpResponse deleted(String name, DeleteReply reply) {
    return switch (reply) {
      case DeleteReply.Deleted() -> Answers.empty(204);
      case DeleteReply.Unknown() -> throw unknown(name);
      case DeleteReply.Provided(var summary) -> throw provided(summary, "deleted");
      case DeleteReply.InUse(var tasks, var orMore) ->
          throw new ProblemException(
              Problem.conflict(
                  "workflow-in-use",
                  "The workflow is in use",
                  "The workflow '%s' is used by %stasks that have not ended: %s. Wait for their end or cancel them, then delete it again."
                      .formatted(
                          name,
                          orMore ? "at least %d ".formatted(tasks.size()) : "",
                          String.join(", ", tasks))));
    };
  }

  private static ProblemException unknown(String name) {
    return new ProblemException(
        Problem.notFound(
            "There is no workflow '"
                + name
                + "'. GET /v1/workflows lists the workflows there are."));
  }

  private static ProblemException provided(NamedWorkflows.Summary summary, String done) {
    return new ProblemException(
        Problem.conflict(
            "workflow-provided",
            "The workflow is not a stored one",
            "The workflow '%s' is not one that clients store (it is %s); only those can be %s."
                .formatted(summary.name(), summary.source(), done)));
  }

  /** The body is a definition: an object, or its text (JSON or YAML) as a JSON string. */
  private CompletionStage<HttpResponse> validate(Call call) {
    return call.json(settings.maxBodyBytes())
        .thenApply(body -> body.isTextual() ? body.asText() : body.toString())
        .thenApply(text ->
            Answers.json(200, WorkflowDocuments.report(workflows.validate(Call.TENANT, text))));
  }
}
