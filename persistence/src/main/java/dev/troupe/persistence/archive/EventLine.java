package dev.troupe.persistence.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.StoredEvent;

/** An event of a journal as a JSON document, its type beside it. */
public final class EventLine {
  static final String JOURNAL = "persistenceId";
  static final String NUMBER = "sequenceNumber";
  static final String WRITE = "writeId";
  static final String AT = "at";
  static final String TYPE = "type";
  static final String EVENT = "event";

  private EventLine() {}

  /** Adds the event to a document and returns that. */
  public static ObjectNode add(StoredEvent stored, ObjectNode line) {
    JsonNode event = Json.toTree(stored.event());
    String type = event.path(TYPE).asText(stored.event().getClass().getSimpleName());
    if (event instanceof ObjectNode object) {
      object.remove(TYPE);
    }
    return line.put(JOURNAL, stored.persistenceId())
        .put(NUMBER, stored.sequenceNumber())
        .put(WRITE, stored.writeId())
        .put(AT, stored.at().toString())
        .put(TYPE, type)
        .set(EVENT, event);
  }
}
