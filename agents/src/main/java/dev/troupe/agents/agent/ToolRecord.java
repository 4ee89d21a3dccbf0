package dev.troupe.agents.agent;

import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.groupingBy;

import dev.troupe.agents.agent.AgentEvent.ModelReplied;
import dev.troupe.agents.agent.AgentEvent.ToolReturned;
import dev.troupe.agents.agent.AgentEvent.ToolStarted;
import dev.troupe.agents.model.ToolRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What an attempt has recorded of its tools, oldest first. Pure. */
record ToolRecord(List<ToolStarted> started, List<ToolReturned> returned) {
  static final ToolRecord EMPTY = new ToolRecord(List.of(), List.of());

  ToolRecord with(ToolStarted event) {
    return new ToolRecord(Stream.concat(started.stream(), Stream.of(event)).toList(), returned);
  }

  ToolRecord with(ToolReturned event) {
    return new ToolRecord(started, Stream.concat(returned.stream(), Stream.of(event)).toList());
  }

  List<ToolPlace> outstanding(ModelReplied reply) {
    var places = new ArrayList<ToolPlace>();
    List<ToolRequest> requests = reply.requests();
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

  /** What came back, by the call of the model, each in the order of the reply. */
  Map<Integer, List<ToolReturned>> returnedByCall() {
    return returned.stream()
        .sorted(comparingInt(ToolReturned::place))
        .collect(groupingBy(ToolReturned::call));
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
