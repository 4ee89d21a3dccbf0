package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the states of one machine lead: finds those that nothing leads to. Looks only where every
 * way is named, so that one slip is not told many times.
 */
final class WaysThrough {
  private static final List<String> SINGLE = List.of("Next", "Default");
  private static final List<String> LISTS = List.of("Choices", "Catch");

  private final String startAt;
  private final Fields states;
  private final Map<String, Set<String>> ways = new LinkedHashMap<>();

  private WaysThrough(String startAt, Fields states) {
    this.startAt = startAt;
    this.states = states;
    states
        .json()
        .properties()
        .forEach(state -> ways.put(state.getKey(), targets(state.getValue())));
  }

  static void check(Fields machine, Fields states) {
    var through = new WaysThrough(machine.json().path("StartAt").asText(), states);
    if (through.isWhole()) {
      through.checkReached(through.reached());
    }
  }

  private static Set<String> targets(JsonNode state) {
    Set<String> targets = new LinkedHashSet<>();
    SINGLE.forEach(field -> add(state.path(field), targets));
    LISTS.forEach(list -> state.path(list).forEach(way -> add(way.path("Next"), targets)));
    return targets;
  }

  private static void add(JsonNode target, Set<String> targets) {
    if (target.isTextual()) {
      targets.add(target.textValue());
    }
  }

  private boolean isWhole() {
    return ways.containsKey(startAt)
        && ways.values().stream().allMatch(targets -> ways.keySet().containsAll(targets))
        && states.json().valueStream().allMatch(WaysThrough::endsOrLeadsOn);
  }

  private static boolean endsOrLeadsOn(JsonNode state) {
    return switch (state.path("Type").asText()) {
      case "Succeed", "Fail", "Choice" -> true;
      default -> state.path("End").asBoolean() || state.has("Next");
    };
  }

  /** In the order in which they are come to. */
  private Set<String> reached() {
    Set<String> reached = new LinkedHashSet<>(Set.of(startAt));
    var ahead = new ArrayDeque<>(reached);
    while (!ahead.isEmpty()) {
      for (var target : waysOf(ahead.remove())) {
        if (reached.add(target)) {
          ahead.add(target);
        }
      }
    }
    return reached;
  }

  private Set<String> waysOf(String name) {
    return ways.getOrDefault(name, Set.of());
  }

  private void checkReached(Set<String> reached) {
    for (var name : ways.keySet()) {
      if (!reached.contains(name)) {
        states.fault(
            name,
            "The state '%s' is never reached; lead to it with a 'Next', or remove it."
                .formatted(name));
      }
    }
  }
}
