package dev.troupe.http;

import dev.troupe.supervisor.ForkReply;
import dev.troupe.supervisor.MessageReply;
import dev.troupe.supervisor.RedriveReply;
import dev.troupe.supervisor.SubmitReply.Fault;
import dev.troupe.supervisor.TaskDiff;
import dev.troupe.supervisor.Tasks;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/tasks/ID/redrive}, {@code fork}, {@code messages} and {@code diff/OTHER}: tasks go on,
 * again or otherwise.
 */
final class ControlRoutes implements Routes {
  private final Tasks tasks;
  private final HttpSettings settings;

  ControlRoutes(Tasks tasks, HttpSettings settings) {
    this.tasks = tasks;
    this.settings = settings;
  }

  @Override
  public @Nullable CompletionStage<HttpResponse> handle(Call call) {
    var path = call.path();
    if (path.size() < 4 || !path.get(1).equals("tasks")) {
      return null;
    }
    var id = path.get(2).toLowerCase(Locale.ROOT);
    if (path.size() == 5 && path.get(3).equals("diff")) {
      return diff(call, id, path.get(4).toLowerCase(Locale.ROOT));
    }
    if (path.size() > 4) {
      return null;
    }
    return switch (path.get(3)) {
      case "redrive" -> redrive(call, id);
      case "fork" -> fork(call, id);
      case "messages" -> tell(call, id);
      default -> null;
    };
  }

  private CompletionStage<HttpResponse> redrive(Call call, String id) {
    allow(call, "POST");
    Parameters.allow(call);
    return call.body(settings.maxBodyBytes())
        .thenCompose(body -> {
          refuseContent(body);
          return tasks.redrive(Call.TENANT, id);
        })
        .thenApply(reply -> redriven(id, reply));
  }

  /** Whoever sends something expects it to count. */
  private static void refuseContent(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    if (!text.isEmpty() && !text.equals("{}")) {
      throw new ProblemException(
          Problem.invalid(
              List.of(new Fault("", "a redrive takes no body: the task goes on as it is"))));
    }
  }

  private static HttpResponse redriven(String id, RedriveReply reply) {
    return switch (reply) {
      case RedriveReply.Begun(var task) -> Answers.json(202, TaskDocuments.task(task));
      case RedriveReply.Refused(var why) ->
          throw new ProblemException(
              Problem.conflict(
                  "not-redrivable",
                  "The task cannot be redriven",
                  "Task %s cannot be redriven. %s".formatted(id, why)));
      case RedriveReply.Unknown _ -> throw new ProblemException(Problem.noSuchTask(id));
      case RedriveReply.Unavailable(var reason) ->
          throw new ProblemException(
              Problem.unavailable("The redrive could not be stored; try again: " + reason));
    };
  }

  private CompletionStage<HttpResponse> fork(Call call, String id) {
    allow(call, "POST");
    Parameters.allow(call);
    String key = TaskRoutes.key(call);
    String traceparent = call.header("traceparent").orElse("");
    return call.json(settings.maxBodyBytes())
        .thenCompose(body -> tasks.fork(ForkReader.read(id, body, key, traceparent)))
        .thenApply(reply -> forked(id, reply));
  }

  private static HttpResponse forked(String id, ForkReply reply) {
    return switch (reply) {
      case ForkReply.Submitted(var submitted) -> TaskRoutes.submitted(submitted);
      case ForkReply.Unknown _ -> throw new ProblemException(Problem.noSuchTask(id));
      case ForkReply.NoPoint(var exists, var why) ->
          throw new ProblemException(
              new Problem(
                  exists ? 409 : 400,
                  Problem.NO_FORK_POINT,
                  "Nothing can begin at that event",
                  why,
                  List.of()));
    };
  }

  private CompletionStage<HttpResponse> tell(Call call, String id) {
    allow(call, "POST");
    Parameters.allow(call);
    String key = TaskRoutes.key(call);
    return call.json(settings.maxBodyBytes())
        .thenCompose(body -> tasks.tell(Call.TENANT, MessageReader.read(id, body, key)))
        .thenApply(reply -> told(id, reply));
  }

  private static HttpResponse told(String id, MessageReply reply) {
    return switch (reply) {
      case MessageReply.Taken(var message) ->
          Answers.json(202, EdgeJson.object().put("id", message).put("task", id));
      case MessageReply.Refused(var why) ->
          throw new ProblemException(
              Problem.conflict(
                  "message-refused",
                  "The task does not take the message",
                  "Task %s does not take the message. %s".formatted(id, why)));
      case MessageReply.Unknown _ -> throw new ProblemException(Problem.noSuchTask(id));
    };
  }

  private CompletionStage<HttpResponse> diff(Call call, String id, String other) {
    allow(call, "GET");
    Parameters.allow(call);
    return tasks
        .diff(Call.TENANT, id, other)
        .thenApply(reply ->
            switch (reply) {
              case TaskDiff.Reply.Found(var diff) -> Answers.json(200, DiffDocuments.diff(diff));
              case TaskDiff.Reply.Unknown(var unknown) ->
                  throw new ProblemException(Problem.noSuchTask(unknown));
            });
  }

  private static void allow(Call call, String method) {
    if (!call.method().equals(method)) {
      throw Routes.wrongMethod(call, method);
    }
  }
}
