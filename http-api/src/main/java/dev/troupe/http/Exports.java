package dev.troupe.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.persistence.Contested;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.persistence.archive.EventLine;

/** Journals as {@code export} prints them: one JSON document an event. */
public final class Exports {
  private Exports() {}

  public static ObjectNode line(StoredEvent stored) {
    return EventLine.add(stored, EdgeJson.object());
  }

  /** The same for an event that has a rival: who wrote it, and whether it counts. */
  static ObjectNode line(Contested contested) {
    var writer =
        EdgeJson.object().put("writer", contested.writer()).put("counts", contested.counts());
    return EventLine.add(contested.event(), writer);
  }
}
