package dev.troupe.http;

import dev.troupe.supervisor.ApprovalReply;
import dev.troupe.supervisor.ApprovalStatus;
import dev.troupe.supervisor.ApprovalSummary;
import dev.troupe.supervisor.Tasks;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/approvals}: what people are asked, and what they decide. */
final class ApprovalRoutes implements Routes {
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final Tasks tasks;
  private final HttpSettings settings;

  ApprovalRoutes(Tasks tasks, HttpSettings settings) {
    this.tasks = tasks;
    this.settings = settings;
  }

  @Override
  public @Nullable CompletionStage<HttpResponse> handle(Call call) {
    var path = call.path();
    if (path.size() < 2 || !path.get(1).equals("approvals") || path.size() > 3) {
      return null;
    }
    if (path.size() == 2) {
      if (!call.method().equals("GET")) {
        throw Routes.wrongMethod(call, "GET");
      }
      return list(call);
    }
    return switch (call.method()) {
      case "GET" -> get(call, path.get(2));
      case "POST" -> decide(call, path.get(2));
      default -> throw Routes.wrongMethod(call, "GET, POST");
    };
  }

  private CompletionStage<HttpResponse> list(Call call) {
    Parameters.allow(call, "task", "status", "cursor", "limit");
    var query =
        new ApprovalSummary.Query(
            Call.TENANT,
            call.query("task").map(ApprovalRoutes::task).orElse(null),
            call.query("status").map(ApprovalRoutes::status).orElse(null),
            call.query("cursor").orElse(null),
            (int) Parameters.number(call, "limit", settings.pageDefault(), 1, settings.pageMax()));
    return page(query).thenApply(page -> Answers.json(200, ApprovalDocuments.page(page)));
  }

  private CompletionStage<ApprovalSummary.Page> page(ApprovalSummary.Query query) {
    try {
      return tasks.approvals(query);
    } catch (IllegalArgumentException e) {
      var cursor = query.cursor();
      throw Parameters.refuse(
          "cursor", cursor == null ? "" : cursor, "the 'next' of a page of this list");
    }
  }

  private static String task(String id) {
    var task = id.toLowerCase(Locale.ROOT);
    if (!UUID.matcher(task).matches()) {
      throw Parameters.refuse("task", id, "a task's id");
    }
    return task;
  }

  private static ApprovalStatus status(String name) {
    return Arrays.stream(ApprovalStatus.values())
        .filter(status -> status.wireName().equals(name))
        .findFirst()
        .orElseThrow(() -> Parameters.refuse("status", name, "one of " + statuses()));
  }

  private static String statuses() {
    return Arrays.stream(ApprovalStatus.values())
        .map(ApprovalStatus::wireName)
        .collect(Collectors.joining(", "));
  }

  private CompletionStage<HttpResponse> get(Call call, String id) {
    Parameters.allow(call);
    return tasks
        .approval(Call.TENANT, id)
        .thenApply(found ->
            found
                .map(approval -> Answers.json(200, ApprovalDocuments.approval(approval)))
                .orElseThrow(() -> unknown(id)));
  }

  private CompletionStage<HttpResponse> decide(Call call, String id) {
    Parameters.allow(call);
    return call.json(settings.maxBodyBytes())
        .thenCompose(body -> tasks.decide(Call.TENANT, id, DecisionReader.read(body)))
        .thenApply(reply -> answer(id, reply));
  }

  private static HttpResponse answer(String id, ApprovalReply reply) {
    return switch (reply) {
      case ApprovalReply.Taken(var approval) ->
          Answers.json(200, ApprovalDocuments.approval(approval));
      case ApprovalReply.NotTaken(_, var why) ->
          throw new ProblemException(
              Problem.conflict("approval-not-open", "The decision does not count", why));
      case ApprovalReply.Invalid(var faults) -> throw new ProblemException(Problem.invalid(faults));
      case ApprovalReply.Unknown _ -> throw unknown(id);
    };
  }

  private static ProblemException unknown(String id) {
    return new ProblemException(
        Problem.notFound(
            "There is no approval %s. GET /v1/approvals lists those there are.".formatted(id)));
  }
}
