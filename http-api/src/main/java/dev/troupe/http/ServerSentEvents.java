package dev.troupe.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.Writing;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.Tasks.Update;
import dev.troupe.supervisor.Tasks.Update.Notice;
import dev.troupe.supervisor.Tasks.Update.Progress;
import dev.troupe.supervisor.Tasks.Update.Recorded;
import dev.troupe.supervisor.Tasks.Update.Wrote;
import java.util.Locale;
import org.apache.pekko.util.ByteString;

/**
 * Updates as server-sent events (WHATWG HTML, 9.2). A recorded event's id is its sequence number;
 * what passes has none, so that a client resumes behind the last recorded one.
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
          passing(
              "progress",
              EdgeJson.object().put("assignment", assignment).put("role", role).put("text", text));
      case Wrote(Writing.Delta(var call, var kind, var at, var text)) ->
          passing(
              "delta",
              of(call)
                  .put("kind", kind.name().toLowerCase(Locale.ROOT))
                  .put("at", at)
                  .put("text", text));
      case Wrote(Writing.Reset(var call, var why)) -> passing("reset", of(call).put("text", why));
      case Notice(var about, var text) ->
          passing("notice", EdgeJson.object().put("about", about).put("text", text));
    };
  }

  private static ObjectNode of(Writing.Call call) {
    return EdgeJson.object()
        .put("assignment", call.assignment())
        .put("role", call.role())
        .put("attempt", call.attempt())
        .put("call", call.number());
  }

  private static ByteString passing(String event, ObjectNode data) {
    return ByteString.fromString("event: " + event + "\ndata: " + Json.write(data) + "\n\n");
  }
}
