package dev.troupe.supervisor.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Compares what a run tells with the trace of its recording, event by event. */
final class TraceComparison {
  private static final List<String> FIELDS =
      List.of("name", "input", "assigned", "error", "length", "index");

  /** What only the service itself knows: its answer to a request that goes on elsewhere. */
  private static final Set<String> ANSWERED_BY_THE_SERVICE = Set.of("TaskSubmitted");

  private final RecordedCase recorded;
  private final List<Mismatch> mismatches;
  private final Set<String> tokens;

  TraceComparison(RecordedCase recorded, List<Mismatch> mismatches, Set<String> tokens) {
    this.recorded = recorded;
    this.mismatches = mismatches;
    this.tokens = tokens;
  }

  void compare(List<ObjectNode> told) {
    if (recorded.isTraceUnordered()) {
      compareUnordered(told);
      return;
    }
    var expected = recorded.trace();
    for (var index = 0; index < Math.max(expected.size(), told.size()); index++) {
      var place = "trace[%d]".formatted(index);
      var wanted = index < expected.size() ? expected.get(index).path("type").asText() : "nothing";
      var got = index < told.size() ? told.get(index).path("type").asText() : "nothing";
      if (!wanted.equals(got)) {
        mismatches.add(new Mismatch(place + ".type", wanted, got));
        return;
      }
      compare(place, expected.get(index), told.get(index));
    }
  }

  private void compare(String place, JsonNode expected, JsonNode got) {
    for (var field : FIELDS) {
      compare(place, field, expected, got);
    }
    if (!ANSWERED_BY_THE_SERVICE.contains(expected.path("type").asText())) {
      compare(place, "output", expected, got);
    }
    if (expected.has("cause")
        && !Masks.sameCause(expected.path("cause"), got.path("cause").asText())) {
      mismatches.add(
          new Mismatch(
              place + ".cause", expected.path("cause").toString(), got.path("cause").toString()));
    }
  }

  private void compare(String place, String field, JsonNode expected, JsonNode got) {
    if (!isSame(field, expected, got)) {
      mismatches.add(
          new Mismatch(
              place + "." + field, expected.path(field).toString(), got.path(field).toString()));
    }
  }

  /** Each recorded event once; of ours, one kind is left out that such recordings leave out. */
  private void compareUnordered(List<ObjectNode> told) {
    var left = new ArrayList<JsonNode>(told);
    left.removeIf(event -> event.path("type").asText().equals("ParallelStateSucceeded"));
    for (var expected : recorded.trace()) {
      var found = left.stream().filter(got -> isSame(expected, got)).findFirst();
      if (found.isEmpty()) {
        mismatches.add(new Mismatch("trace", expected.toString(), "no such event"));
      } else {
        left.remove(found.get());
      }
    }
    left.forEach(event -> mismatches.add(new Mismatch("trace", "no such event", event.toString())));
  }

  private boolean isSame(String field, JsonNode expected, JsonNode got) {
    var shown = expected.path(field);
    var isMasked = !shown.isMissingNode() && shown.equals(recorded.maskedInput());
    return Masks.same(isMasked ? recorded.input() : shown, got.path(field), tokens);
  }

  private boolean isSame(JsonNode expected, JsonNode got) {
    var fields = new ArrayList<>(FIELDS);
    fields.add("type");
    fields.add("output");
    return fields.stream().allMatch(field -> isSame(field, expected, got));
  }
}
