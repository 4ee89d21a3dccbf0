package dev.troupe.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.troupe.persistence.StoredEvent;

/** Journals as {@code export} prints them: one JSON document an event. */
public final class Exports {
  private static final ObjectMapper EVENTS =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  private Exports() {}

  public static ObjectNode line(StoredEvent stored) {
    JsonNode event = EVENTS.valueToTree(stored.event());
    String type = event.path("type").asText(stored.event().getClass().getSimpleName());
    if (event instanceof ObjectNode object) {
      object.remove("type");
    }
    return Json.object()
        .put("persistenceId", stored.persistenceId())
        .put("sequenceNumber", stored.sequenceNumber())
        .put("writeId", stored.writeId())
        .put("at", stored.at().toString())
        .put("type", type)
        .set("event", event);
  }
}
