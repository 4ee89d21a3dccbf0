package dev.troupe.agents.agent;

import dev.troupe.agents.agent.AgentEvent.MessageReceived;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an attempt was told while it works, oldest first. Pure.
 *
 * @param places of each message: the call of the model behind whose reply it was read, 0 for before
 *     the first
 */
record MessagesRead(List<MessageReceived> messages, List<Integer> places) {
  static final MessagesRead NONE = new MessagesRead(List.of(), List.of());

  MessagesRead with(MessageReceived message, int behindCall) {
    return new MessagesRead(
        Stream.concat(messages.stream(), Stream.of(message)).toList(),
        Stream.concat(places.stream(), Stream.of(behindCall)).toList());
  }

  boolean hold(String id) {
    return messages.stream().anyMatch(message -> message.message().equals(id));
  }

  /**
   * @param from the first call behind whose reply it may have been read
   * @param to the first one that is too late
   */
  List<String> between(int from, int to) {
    return Stream.iterate(0, index -> index < messages.size(), index -> index + 1)
        .filter(index -> places.get(index) >= from && places.get(index) < to)
        .map(index -> messages.get(index).text())
        .toList();
  }
}
