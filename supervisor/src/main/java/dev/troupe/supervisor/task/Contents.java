package dev.troupe.supervisor.task;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Value;
import java.util.List;

/** The content that a task still needs: where references lead, and what they are made from. */
record Contents(List<Held> held) {

  /** What an event says in one of its fields, with the place where it now stands. */
  Held read(Value value, long sequence, String field) {
    return switch (value) {
      case Value.Inline(var json) -> new Held(json, new Value.Reference(sequence, field));
      case Value.Reference reference ->
          new Held(at(reference.sequenceNumber(), reference.field()), reference);
      case Value.Composed composed ->
          new Held(composed.resolve(this::at), new Value.Reference(sequence, field));
    };
  }

  JsonNode resolve(Value value) {
    return value.resolve(this::at);
  }

  private JsonNode at(long sequence, String field) {
    for (var content : held) {
      var place = content.place();
      if (place.sequenceNumber() == sequence && field.startsWith(place.field())) {
        var rest = field.substring(place.field().length());
        if (rest.isEmpty()) {
          return content.json();
        }
        if (rest.startsWith("/")) {
          var part = content.json().at(JsonPointer.compile(rest));
          if (!part.isMissingNode()) {
            return part;
          }
        }
      }
    }
    throw new IllegalStateException(
        "The journal refers to field '%s' of event %d, which holds nothing that is still needed"
            .formatted(field, sequence));
  }
}
