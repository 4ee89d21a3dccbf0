package dev.troupe.supervisor.workflow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a state does about its failures: tries again first, then goes elsewhere.
 *
 * @param escalation whom they go to before they go elsewhere; null for nobody
 */
public record Handlers(
    List<Retrier> retry, List<Catcher> catchers, @Nullable Escalation escalation) {
  static final Handlers NONE = new Handlers(List.of(), List.of(), null);

  Handlers with(@Nullable Escalation toPeople) {
    return new Handlers(retry, catchers, toPeople);
  }
}
