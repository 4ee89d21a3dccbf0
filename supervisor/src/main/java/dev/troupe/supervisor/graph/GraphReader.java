package dev.troupe.supervisor.graph;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.graph.MachineGraph.Inner;
import dev.troupe.supervisor.graph.MachineGraph.Kind;
import dev.troupe.supervisor.graph.MachineGraph.StateNode;
import dev.troupe.supervisor.graph.MachineGraph.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the picture out of a definition that has no fault. */
final class GraphReader {
  private GraphReader() {}

  static MachineGraph read(JsonNode machine) {
    List<StateNode> states = new ArrayList<>();
    List<Way> ways = new ArrayList<>();
    for (var member : machine.path("States").properties()) {
      states.add(state(member.getKey(), member.getValue()));
      addWays(member.getKey(), member.getValue(), ways);
    }
    return new MachineGraph(machine.path("StartAt").asText(), states, ways);
  }

  private static StateNode state(String name, JsonNode state) {
    var type = state.path("Type").asText();
    var ends = state.path("End").asBoolean() || type.equals("Succeed");
    return new StateNode(name, type, detail(state), ends, inner(state));
  }

  private static String detail(JsonNode state) {
    return switch (state.path("Type").asText()) {
      case "Task" -> state.path("Resource").asText();
      case "Wait" -> wait(state);
      case "Fail" -> plain(state.path("Error"));
      default -> "";
    };
  }

  private static String wait(JsonNode state) {
    return Stream.of("Seconds", "SecondsPath", "Timestamp", "TimestampPath")
        .filter(state::has)
        .map(field -> plain(state.path(field)) + (field.equals("Seconds") ? " s" : ""))
        .collect(Collectors.joining());
  }

  private static List<Inner> inner(JsonNode state) {
    List<Inner> inner = new ArrayList<>();
    for (var field : List.of("ItemProcessor", "Iterator")) {
      if (state.has(field)) {
        inner.add(new Inner("for each item", read(state.path(field))));
      }
    }
    for (var branch : state.path("Branches")) {
      inner.add(new Inner("branch " + (inner.size() + 1), read(branch)));
    }
    return inner;
  }

  private static void addWays(String name, JsonNode state, List<Way> ways) {
    if (state.has("Next")) {
      ways.add(new Way(name, state.path("Next").asText(), Kind.NEXT, ""));
    }
    for (var choice : state.path("Choices")) {
      ways.add(new Way(name, choice.path("Next").asText(), Kind.CHOICE, Conditions.text(choice)));
    }
    if (state.has("Default")) {
      ways.add(new Way(name, state.path("Default").asText(), Kind.CHOICE, "otherwise"));
    }
    for (var catcher : state.path("Catch")) {
      var errors =
          catcher
              .path("ErrorEquals")
              .valueStream()
              .map(JsonNode::asText)
              .collect(Collectors.joining(", "));
      ways.add(new Way(name, catcher.path("Next").asText(), Kind.CATCH, errors));
    }
  }

  /** A text as it is, without the marks of an expression. */
  static String plain(JsonNode value) {
    var text =
        value.isTextual() ? value.textValue() : value.isMissingNode() ? "" : value.toString();
    return text.startsWith("{%") && text.endsWith("%}")
        ? text.substring(2, text.length() - 2).strip()
        : text;
  }
}
