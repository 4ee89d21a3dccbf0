package dev.troupe.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.persistence.Contested;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.StoredEvent;

/** Journals as {@code export} prints them: one JSON document an event. */
public final class Exports {
  private Exports() {}

  public static ObjectNode line(StoredEvent stored) {
    return event(stored, EdgeJson.object());
  }

  /** The same for an event that has a rival: who wrote it, and whether it counts. */
  static ObjectNode line(Contested contested) {
    var writer =
        EdgeJson.object().put("writer", contested.writer()).put("counts", contested.counts());
    return event(contested.event(), writer);
  }

  private static ObjectNode event(StoredEvent stored, ObjectNode line) {
    JsonNode event = Json.toTree(stored.event());
    String type = event.path("type").asText(stored.event().getClass().getSimpleName());
    if (event instanceof ObjectNode object) {
      object.remove("type");
    }
    return line.put("persistenceId", stored.persistenceId())
        .put("sequenceNumber", stored.sequenceNumber())
        .put("writeId", stored.writeId())
        .put("at", stored.at().toString())
        .put("type", type)
        .set("event", event);
  }
}
