package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Value;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Content that is still needed, and where in the journal it stands. */
public final class Held {
  private final JsonNode json;
  private final Value.Reference place;
  // Both follow from the content: who counts them twice finds the same.
  private int bytes;
  private @Nullable Parts parts;

  public Held(JsonNode json, Value.Reference place) {
    this.json = json;
    this.place = place;
  }

  public JsonNode json() {
    return json;
  }

  public Value.Reference place() {
    return place;
  }

  /** Its size as compact JSON. */
  int bytes() {
    if (bytes == 0) {
      bytes = JsonSize.of(json);
    }
    return bytes;
  }

  /** What in it is worth a reference. */
  Parts parts() {
    if (parts == null) {
      parts = Parts.of(this);
    }
    return parts;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Held held && json.equals(held.json) && place.equals(held.place);
  }

  @Override
  public int hashCode() {
    return Objects.hash(json, place);
  }

  @Override
  public String toString() {
    return "Held[json=%s, place=%s]".formatted(json, place);
  }
}
