package dev.troupe.http;

import dev.troupe.persistence.Json;
import dev.troupe.supervisor.Tasks.Update;
import dev.troupe.supervisor.Tasks.Update.Progress;
import dev.troupe.supervisor.Tasks.Update.Recorded;
import org.apache.pekko.util.ByteString;

/**
 * Updates as server-sent events (WHATWG HTML, 9.2). A recorded event's id is its sequence number;
 * progress has none, so that a client resumes behind the last recorded one.
 */
final class ServerSentEvents {
  static final ByteString KEEP_ALIVE = ByteString.fromString(": keep-alive\n\n");

  private ServerSentEvents() {}

  static ByteString render(Update update) {
    return switch (update) {
      case Recorded(var event) ->
          ByteString.fromString(
              "id: "
                  + event.sequence()
                  + "\nevent: "
                  + event.type()
                  + "\ndata: "
                  + Json.write(TaskDocuments.event(event))
                  + "\n\n");
      case Progress(var assignment, var role, var text) ->
          ByteString.fromString(
              "event: progress\ndata: "
                  + Json.write(
                      EdgeJson.object()
                          .put("assignment", assignment)
                          .put("role", role)
                          .put("text", text))
                  + "\n\n");
    };
  }
}
