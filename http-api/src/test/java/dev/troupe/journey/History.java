package dev.troupe.journey;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** An exported task, checked for what must hold whatever was killed. */
final class History {
  private static final Set<String> ENDS = Set.of("task-completed", "task-failed", "task-cancelled");

  private final List<JsonNode> events;

  History(List<JsonNode> events) {
    this.events = List.copyOf(events);
  }

  /** Every fault found, as a sentence; empty means sound. */
  List<String> faults() {
    var faults = new ArrayList<String>();
    gaps(faults);
    repeatedReturns(faults);
    ends(faults);
    return faults;
  }

  long count(String type) {
    return events.stream().filter(of(type)).count();
  }

  /** Journal writes: distinct write ids over all journals of the task. */
  long writes() {
    return events.stream().map(event -> event.get("writeId").asText()).distinct().count();
  }

  private void gaps(List<String> faults) {
    var last = new HashMap<String, Long>();
    for (var event : events) {
      var journal = event.get("persistenceId").textValue();
      var sequence = event.get("sequenceNumber").longValue();
      var expected = last.getOrDefault(journal, 0L) + 1;
      if (sequence != expected) {
        faults.add("%s: %d where %d was due".formatted(journal, sequence, expected));
      }
      last.put(journal, sequence);
    }
    if (events.isEmpty()) {
      faults.add("nothing was exported");
    }
  }

  private void repeatedReturns(List<String> faults) {
    Map<Integer, Long> returns =
        events.stream()
            .filter(of("step-returned"))
            .collect(
                Collectors.groupingBy(
                    event -> event.get("event").get("assignment").intValue(),
                    Collectors.counting()));
    returns.forEach((assignment, times) -> {
      if (times > 1) {
        faults.add("assignment %d returned %d times".formatted(assignment, times));
      }
    });
  }

  private void ends(List<String> faults) {
    var ends = new ArrayList<String>();
    var behind = new HashSet<String>();
    for (var event : events) {
      var type = event.get("type").textValue();
      if (!event.get("persistenceId").textValue().startsWith("Supervisor|")) {
        continue;
      }
      if (!ends.isEmpty()) {
        behind.add(type);
      }
      if (ENDS.contains(type)) {
        ends.add(type);
      }
    }
    if (ends.size() != 1) {
      faults.add("ends: " + ends);
    }
    if (!behind.isEmpty()) {
      faults.add("behind the end: " + behind);
    }
  }

  private static Predicate<JsonNode> of(String type) {
    return event -> type.equals(event.get("type").textValue());
  }
}
