package dev.troupe.supervisor.workflow;

import java.util.List;

/** What a state does about its failures: tries again first, then goes elsewhere. */
public record Handlers(List<Retrier> retry, List<Catcher> catchers) {
  static final Handlers NONE = new Handlers(List.of(), List.of());
}
