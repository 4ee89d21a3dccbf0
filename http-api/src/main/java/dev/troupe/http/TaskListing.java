package dev.troupe.http;

import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.TaskSummary;
import dev.troupe.supervisor.Tasks;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/tasks}: newest first, in pages. */
final class TaskListing {
  private final Tasks tasks;
  private final HttpSettings settings;

  TaskListing(Tasks tasks, HttpSettings settings) {
    this.tasks = tasks;
    this.settings = settings;
  }

  CompletionStage<HttpResponse> list(Call call) {
    Parameters.allow(call, "status", "label", "cursor", "limit");
    var query =
        new TaskSummary.Query(
            Call.TENANT,
            call.query("status").map(TaskListing::status).orElse(null),
            labels(call.queryAll("label")),
            call.query("cursor").orElse(null),
            (int) Parameters.number(call, "limit", settings.pageDefault(), 1, settings.pageMax()));
    return page(query).thenApply(TaskListing::answer);
  }

  private CompletionStage<TaskSummary.Page> page(TaskSummary.Query query) {
    try {
      return tasks.list(query);
    } catch (IllegalArgumentException e) {
      throw unknownCursor(query.cursor());
    }
  }

  private static HttpResponse answer(TaskSummary.Page page) {
    var json = EdgeJson.object();
    var list = json.putArray("tasks");
    page.tasks().forEach(task -> list.add(TaskDocuments.summary(task)));
    return Answers.json(200, json.put("next", page.next()));
  }

  private static ProblemException unknownCursor(@Nullable String cursor) {
    return Parameters.refuse(
        "cursor", cursor == null ? "" : cursor, "the 'next' of a page of this list");
  }

  private static TaskStatus status(String name) {
    return Arrays.stream(TaskStatus.values())
        .filter(status -> status.wireName().equals(name))
        .findFirst()
        .orElseThrow(() -> Parameters.refuse("status", name, "one of " + names()));
  }

  private static String names() {
    return Arrays.stream(TaskStatus.values())
        .map(TaskStatus::wireName)
        .collect(Collectors.joining(", "));
  }

  private static Map<String, String> labels(List<String> parameters) {
    var labels = new LinkedHashMap<String, String>();
    for (String parameter : parameters) {
      int split = splitAt(parameter);
      if (split < 1) {
        throw Parameters.refuse("label", parameter, "name:value or name=value");
      }
      labels.put(parameter.substring(0, split), parameter.substring(split + 1));
    }
    return labels;
  }

  private static int splitAt(String parameter) {
    int colon = parameter.indexOf(':');
    int equals = parameter.indexOf('=');
    return colon < 0 || (equals >= 0 && equals < colon) ? equals : colon;
  }
}
