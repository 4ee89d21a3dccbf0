package dev.troupe.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.CallNumber;
import dev.troupe.agents.shared.FindingsJson;
import dev.troupe.supervisor.SubmitReply;
import dev.troupe.supervisor.TaskView;
import dev.troupe.supervisor.Tasks;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/tasks}: hand in, look at, wait for, end. */
final class TaskRoutes implements Routes {
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

  /** Whose word on findings: what the journal has, or what this node has heard of. */
  private static final String VIEW = "view";

  private final Tasks tasks;
  private final KnownCollections collections;
  private final HttpSettings settings;
  private final TaskListing listing;
  private final TaskEventRoutes events;

  TaskRoutes(Tasks tasks, KnownCollections collections, HttpSettings settings) {
    this.tasks = tasks;
    this.collections = collections;
    this.settings = settings;
    this.listing = new TaskListing(tasks, settings);
    this.events = new TaskEventRoutes(tasks, settings);
  }

  @Override
  public @Nullable CompletionStage<HttpResponse> handle(Call call) {
    var path = call.path();
    if (path.size() < 2 || !path.get(1).equals("tasks") || path.size() > 4) {
      return null;
    }
    if (path.size() == 2) {
      return collection(call);
    }
    String id = path.get(2).toLowerCase(Locale.ROOT);
    if (!UUID.matcher(id).matches()) {
      throw new ProblemException(Problem.noSuchTask(path.get(2)));
    }
    return path.size() == 3 ? get(call, id) : part(call, id, path.get(3));
  }

  private CompletionStage<HttpResponse> collection(Call call) {
    return switch (call.method()) {
      case "POST" -> submit(call);
      case "GET" -> listing.list(call);
      default -> throw Routes.wrongMethod(call, "GET, POST");
    };
  }

  private @Nullable CompletionStage<HttpResponse> part(Call call, String id, String part) {
    String allowed = part.equals("cancel") ? "POST" : "GET";
    return switch (part) {
      case "cancel", "result", "events", "export", "contested", "transcripts", "findings" -> {
        if (!call.method().equals(allowed)) {
          throw Routes.wrongMethod(call, allowed);
        }
        yield switch (part) {
          case "cancel" -> cancel(call, id);
          case "result" -> result(call, id);
          case "events" -> events.events(call, id);
          case "export" -> events.export(call, id);
          case "contested" -> events.contested(call, id);
          case "findings" -> findings(call, id);
          default -> transcripts(call, id);
        };
      }
      default -> null;
    };
  }

  private CompletionStage<HttpResponse> submit(Call call) {
    Parameters.allow(call);
    String key = key(call);
    String traceparent = call.header("traceparent").orElse("");
    return call.json(settings.maxBodyBytes())
        .thenCompose(body -> collections.check(SubmissionReader.read(body, key, traceparent)))
        .thenCompose(tasks::submit)
        .thenApply(TaskRoutes::submitted);
  }

  static @Nullable String key(Call call) {
    String key = call.header("Idempotency-Key").orElse(null);
    if (key != null && !KEY.matcher(key).matches()) {
      throw new ProblemException(
          Problem.badRequest(
              "The Idempotency-Key must be 1 to 255 visible ASCII characters without spaces."));
    }
    return key;
  }

  static HttpResponse submitted(SubmitReply reply) {
    return switch (reply) {
      case SubmitReply.Accepted(var id, var status, _) ->
          Answers.json(202, EdgeJson.object().put("id", id).put("status", status.wireName()))
              .addHeader(Answers.header("Location", "/v1/tasks/" + id));
      case SubmitReply.Conflict(var id) ->
          throw new ProblemException(
              Problem.conflict(
                  "idempotency-conflict",
                  "The key was used for another body",
                  "This Idempotency-Key belongs to task "
                      + id
                      + ", which was submitted with another body; use a new key."));
      case SubmitReply.Invalid(var faults) -> throw new ProblemException(Problem.invalid(faults));
      case SubmitReply.Unavailable(var reason, var retryAfter) ->
          throw new ProblemException(Problem.unavailable(reason, retryAfter));
      case SubmitReply.Unknown(var reason) ->
          throw new ProblemException(Problem.unknownOutcome(reason));
    };
  }

  private CompletionStage<HttpResponse> get(Call call, String id) {
    if (!call.method().equals("GET")) {
      throw Routes.wrongMethod(call, "GET");
    }
    return view(call, id).thenApply(task -> Answers.json(200, TaskDocuments.task(found(id, task))));
  }

  private CompletionStage<Optional<TaskView>> view(Call call, String id) {
    Parameters.allow(call, "wait");
    Optional<Duration> wait = Parameters.duration(call, "wait");
    if (wait.isEmpty() || wait.get().isZero()) {
      return tasks.get(Call.TENANT, id);
    }
    Duration atMost = settings.maxWait();
    return tasks.await(Call.TENANT, id, wait.get().compareTo(atMost) > 0 ? atMost : wait.get());
  }

  private CompletionStage<HttpResponse> result(Call call, String id) {
    return view(call, id).thenApply(task -> result(found(id, task)));
  }

  private static HttpResponse result(TaskView task) {
    if (!task.status().ended()) {
      throw new ProblemException(
          Problem.conflict(
              "not-ended",
              "The task has not ended",
              "Task "
                  + task.id()
                  + " is "
                  + task.status().wireName()
                  + "; its result is there at its end. GET /v1/tasks/ID?wait=60s waits for it."));
    }
    return Answers.json(200, TaskDocuments.result(task));
  }

  private CompletionStage<HttpResponse> cancel(Call call, String id) {
    Parameters.allow(call);
    call.request().discardEntityBytes(call.materializer());
    return tasks
        .cancel(Call.TENANT, id, "cancelled over the API")
        .thenApply(task -> Answers.json(200, TaskDocuments.task(found(id, task))));
  }

  private CompletionStage<HttpResponse> findings(Call call, String id) {
    Parameters.allow(call, VIEW);
    var isOfNode = isOfNode(call);
    return tasks
        .findings(Call.TENANT, id)
        .thenApply(known -> known.orElseThrow(() -> new ProblemException(Problem.noSuchTask(id))))
        .thenCompose(recorded ->
            isOfNode ? tasks.heard(Call.TENANT, id) : CompletableFuture.completedStage(recorded))
        .thenCombine(
            tasks.seen(Call.TENANT, id),
            (findings, seen) -> Answers.json(200, FindingsJson.of(findings, seen)));
  }

  private static boolean isOfNode(Call call) {
    return switch (call.query(VIEW).orElse("journal")) {
      case "journal" -> false;
      case "node" -> true;
      case String other -> throw Parameters.refuse(VIEW, other, "journal or node");
    };
  }

  private CompletionStage<HttpResponse> transcripts(Call call, String id) {
    Parameters.allow(call, "call");
    var wanted = call.query("call").map(TaskRoutes::callNumber);
    return tasks
        .get(Call.TENANT, id)
        .thenCompose(task -> {
          found(id, task);
          return tasks.transcripts(Call.TENANT, id, wanted);
        })
        .thenApply(agents -> {
          ObjectNode json = EdgeJson.object();
          json.putArray("transcripts").addAll((Collection<JsonNode>) agents);
          return Answers.json(200, json);
        });
  }

  private static CallNumber callNumber(String text) {
    return CallNumber.parse(text)
        .orElseThrow(() ->
            Parameters.refuse(
                "call",
                text,
                "an assignment's number, a colon and the call's number, such as 3:1"));
  }

  private static TaskView found(String id, Optional<TaskView> task) {
    return task.orElseThrow(() -> new ProblemException(Problem.noSuchTask(id)));
  }
}
