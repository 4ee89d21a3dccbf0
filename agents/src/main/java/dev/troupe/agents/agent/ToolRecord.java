package dev.troupe.agents.agent;

import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.groupingBy;

import dev.troupe.agents.agent.AgentEvent.ModelReplied;
import dev.troupe.agents.agent.AgentEvent.ToolReturned;
import dev.troupe.agents.agent.AgentEvent.ToolStarted;
import dev.troupe.agents.model.ToolRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an attempt has recorded of its tools, oldest first. Pure.
 *
 * @param characters of each return as a model is shown it, so that nobody has to count them again
 */
record ToolRecord(
    List<ToolStarted> started, List<ToolReturned> returned, List<Integer> characters) {
  static final ToolRecord EMPTY = new ToolRecord(List.of(), List.of(), List.of());

  ToolRecord with(ToolStarted event) {
    return new ToolRecord(with(started, event), returned, characters);
  }

  ToolRecord with(ToolReturned event) {
    return new ToolRecord(
        started, with(returned, event), with(characters, ToolMessages.text(event).length()));
  }

  private static <T> List<T> with(List<T> items, T more) {
    return Stream.concat(items.stream(), Stream.of(more)).toList();
  }

  List<ToolPlace> outstanding(ModelReplied reply) {
    var places = new ArrayList<ToolPlace>();
    List<ToolRequest> requests = reply.awaited();
    for (int index = 0; index < requests.size(); index++) {
      if (returned(reply.call(), index + 1).isEmpty()) {
        places.add(new ToolPlace(reply.call(), index + 1, requests.get(index)));
      }
    }
    return places;
  }

  Optional<ToolReturned> returned(int call, int place) {
    // From the end, because calls only count up: the last reply is asked about most.
    for (int index = returned.size() - 1; index >= 0; index--) {
      var event = returned.get(index);
      if (event.call() == call && event.place() == place) {
        return Optional.of(event);
      }
      if (event.call() < call) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The characters of what came back, by the call of the model. */
  Map<Integer, Integer> charactersByCall() {
    var sums = new HashMap<Integer, Integer>();
    for (int index = 0; index < returned.size(); index++) {
      sums.merge(returned.get(index).call(), characters.get(index), Integer::sum);
    }
    return sums;
  }

  /** What came back from a call of the model on, by that call, each in the order of the reply. */
  Map<Integer, List<ToolReturned>> returnedByCall(int from) {
    return returned.stream()
        .filter(event -> event.call() >= from)
        .sorted(comparingInt(ToolReturned::place))
        .collect(groupingBy(ToolReturned::call));
  }

  /** The same as if what failed of a call had never been heard of. */
  ToolRecord withoutErrors(int call) {
    var kept = new ArrayList<ToolReturned>();
    var lengths = new ArrayList<Integer>();
    for (int index = 0; index < returned.size(); index++) {
      if (returned.get(index).call() != call || returned.get(index).error() == null) {
        kept.add(returned.get(index));
        lengths.add(characters.get(index));
      }
    }
    return new ToolRecord(started, List.copyOf(kept), List.copyOf(lengths));
  }

  boolean knows(ModelReplied reply) {
    return started.stream().anyMatch(event -> event.call() == reply.call())
        || returned.stream().anyMatch(event -> event.call() == reply.call());
  }

  boolean hasStarted(int call, int place) {
    return started.stream().anyMatch(event -> event.call() == call && event.place() == place);
  }

  boolean holdsUntrustedText(int beforeCall) {
    return returned.stream().anyMatch(event -> event.call() < beforeCall && event.isFromOutside());
  }
}
