package dev.troupe.supervisor.task;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The content that a task still needs: where references lead, and what they are made from. */
final class Contents {
  private final List<Held> held;
  private final List<Slots<Held>> results;
  private @Nullable Map<Long, List<Held>> resultsBySequence;

  /**
   * @param results of branches: many, and looked into last
   */
  Contents(List<Held> held, List<Slots<Held>> results) {
    this.held = held;
    this.results = results;
  }

  /** All but the results of branches. */
  List<Held> held() {
    return held;
  }

  Stream<Held> results() {
    return results.stream().flatMap(Slots::values);
  }

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
    var found = in(held, sequence, field);
    if (found == null) {
      found = in(resultsOf(sequence), sequence, field);
    }
    if (found == null) {
      throw new IllegalStateException(
          "The journal refers to field '%s' of event %d, which holds nothing that is still needed"
              .formatted(field, sequence));
    }
    return found;
  }

  private List<Held> resultsOf(long sequence) {
    if (resultsBySequence == null) {
      Map<Long, List<Held>> all = new HashMap<>();
      results()
          .forEach(result ->
              all.computeIfAbsent(result.place().sequenceNumber(), _ -> new ArrayList<>(1))
                  .add(result));
      resultsBySequence = all;
    }
    return resultsBySequence.getOrDefault(sequence, List.of());
  }

  private static @Nullable JsonNode in(List<Held> contents, long sequence, String field) {
    for (var content : contents) {
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
    return null;
  }
}
