package dev.troupe.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.supervisor.TaskDiff;
import dev.troupe.supervisor.TaskView;

/** Where two tasks part, as a JSON document. */
final class DiffDocuments {
  private DiffDocuments() {}

  static ObjectNode diff(TaskDiff diff) {
    ObjectNode json = EdgeJson.object();
    TaskDiff.Common common = diff.common();
    if (common == null) {
      json.putNull("common");
    } else {
      json.putObject("common")
          .put("state", common.state())
          .put("sequence", common.sequence())
          .put("otherSequence", common.otherSequence());
    }
    json.set("task", side(diff.task()));
    json.set("other", side(diff.other()));
    return json;
  }

  private static ObjectNode side(TaskDiff.Side side) {
    ObjectNode json =
        EdgeJson.object().put("id", side.id()).put("status", side.status().wireName());
    var difference = side.difference();
    json.set("firstDifference", difference == null ? null : TaskDocuments.event(difference));
    var states = json.putArray("states");
    side.states().forEach(left -> states.add(left(left)));
    json.put("statesLeftOut", side.statesLeftOut());
    json.set("output", side.output());
    TaskView.Failure failure = side.failure();
    if (failure == null) {
      json.putNull("error");
    } else {
      json.putObject("error").put("type", failure.type()).put("cause", failure.cause());
    }
    json.set("usage", UsageDocuments.usage(side.usage()));
    return json;
  }

  private static ObjectNode left(TaskDiff.Left left) {
    ObjectNode json = EdgeJson.object().put("state", left.state()).put("sequence", left.sequence());
    json.set("output", left.output());
    return json.put("outputBytes", left.outputBytes());
  }
}
