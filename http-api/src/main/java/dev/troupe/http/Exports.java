package dev.troupe.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.StoredEvent;

/** Journals as {@code export} prints them: one JSON document an event. */
public final class Exports {
  private Exports() {}

  public static ObjectNode line(StoredEvent stored) {
    JsonNode event = Json.toTree(stored.event());
    String type = event.path("type").asText(stored.event().getClass().getSimpleName());
    if (event instanceof ObjectNode object) {
      object.remove("type");
    }
    return EdgeJson.object()
        .put("persistenceId", stored.persistenceId())
        .put("sequenceNumber", stored.sequenceNumber())
        .put("writeId", stored.writeId())
        .put("at", stored.at().toString())
        .put("type", type)
        .set("event", event);
  }
}
