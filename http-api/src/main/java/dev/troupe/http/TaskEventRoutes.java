package dev.troupe.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.supervisor.TaskEventView;
import dev.troupe.supervisor.TaskView;
import dev.troupe.supervisor.Tasks;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** A task's journal over HTTP: a page of it, a stream of it, all of it. */
final class TaskEventRoutes {
  private static final String OWN = "troupe";
  private static final String SERVICE = "step-functions";
  private static final String DELTAS = "deltas";

  private final Tasks tasks;
  private final HttpSettings settings;

  TaskEventRoutes(Tasks tasks, HttpSettings settings) {
    this.tasks = tasks;
    this.settings = settings;
  }

  CompletionStage<HttpResponse> events(Call call, String id) {
    Parameters.allow(call, "after", "limit", "format", DELTAS);
    long after = Parameters.number(call, "after", 0, 0, Long.MAX_VALUE);
    var format = call.query("format").orElse(OWN);
    boolean streams = format.equals(OWN) && call.accepts("text/event-stream");
    if (Parameters.flag(call, DELTAS) && !streams) {
      throw Parameters.refuse(
          DELTAS, "true", "left out here: it goes with Accept: text/event-stream");
    }
    if (format.equals(SERVICE)) {
      return ofService(call, id, after);
    }
    if (!format.equals(OWN)) {
      throw Parameters.refuse("format", format, OWN + " or " + SERVICE);
    }
    return streams ? stream(call, id, after) : page(call, id, after);
  }

  private CompletionStage<HttpResponse> page(Call call, String id, long after) {
    int limit =
        (int) Parameters.number(call, "limit", settings.pageDefault(), 1, settings.pageMax());
    return tasks
        .events(Call.TENANT, id, after, limit)
        .thenApply(events -> page(found(id, events), limit));
  }

  /** Its ids are those of this telling, not the journal's. */
  private CompletionStage<HttpResponse> ofService(Call call, String id, long after) {
    int limit =
        (int) Parameters.number(call, "limit", settings.pageDefault(), 1, settings.pageMax());
    return tasks
        .serviceHistory(Call.TENANT, id)
        .thenApply(events -> {
          var all = found(id, events);
          var json = EdgeJson.object();
          var list = json.putArray("events");
          all.stream().skip(after).limit(limit).forEach(list::add);
          if (after + limit < all.size()) {
            json.put("next", after + limit);
          } else {
            json.putNull("next");
          }
          return Answers.json(200, json);
        });
  }

  private static HttpResponse page(List<TaskEventView> events, int limit) {
    var json = EdgeJson.object();
    var list = json.putArray("events");
    events.forEach(event -> list.add(TaskDocuments.event(event)));
    if (events.size() < limit) {
      json.putNull("next");
    } else {
      json.put("next", events.getLast().sequence());
    }
    return Answers.json(200, json);
  }

  private CompletionStage<HttpResponse> stream(Call call, String id, long after) {
    long from = call.header("Last-Event-ID").map(TaskEventRoutes::lastEventId).orElse(after);
    boolean deltas = Parameters.flag(call, DELTAS);
    return tasks.get(Call.TENANT, id).thenApply(task -> stream(found(id, task), from, deltas));
  }

  private HttpResponse stream(TaskView task, long after, boolean deltas) {
    if (task.status().ended() && after >= task.sequence()) {
      // All is told: 204 keeps an EventSource from asking again for ever.
      return Answers.empty(204);
    }
    Source<ByteString, NotUsed> stream =
        tasks
            .follow(Call.TENANT, task.id(), after, deltas)
            .map(ServerSentEvents::render)
            .keepAlive(settings.keepAlive(), () -> ServerSentEvents.KEEP_ALIVE);
    return HttpResponse.create()
        .addHeader(Answers.header("Cache-Control", "no-store"))
        .withEntity(
            HttpEntities.createChunked(MediaTypes.TEXT_EVENT_STREAM.toContentType(), stream));
  }

  CompletionStage<HttpResponse> export(Call call, String id) {
    return lines(call, id, () -> tasks.export(Call.TENANT, id).map(Exports::line));
  }

  CompletionStage<HttpResponse> contested(Call call, String id) {
    return lines(call, id, () -> tasks.contested(Call.TENANT, id).map(Exports::line));
  }

  private CompletionStage<HttpResponse> lines(
      Call call, String id, Supplier<Source<ObjectNode, NotUsed>> lines) {
    Parameters.allow(call);
    return tasks
        .get(Call.TENANT, id)
        .thenApply(task -> {
          found(id, task);
          return Answers.lines(lines.get());
        });
  }

  private static long lastEventId(String text) {
    try {
      return Long.parseLong(text.trim());
    } catch (NumberFormatException e) {
      throw new ProblemException(
          Problem.badRequest(
              "The Last-Event-ID is '" + text + "'; it must be the id of a former event."));
    }
  }

  private static <T> T found(String id, Optional<T> task) {
    return task.orElseThrow(() -> new ProblemException(Problem.noSuchTask(id)));
  }
}
