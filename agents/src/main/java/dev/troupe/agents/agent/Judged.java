package dev.troupe.agents.agent;

import dev.troupe.agents.Ask;
import java.util.List;
import java.util.Optional;

/** A reply that others have to approve: their judges are looked up, then asked. */
final class Judged implements Underway {
  private final Attempt.Open work;

  Judged(Attempt.Open work) {
    this.work = work;
  }

  @Override
  public Attempt.Open work() {
    return work;
  }

  /**
   * @throws IllegalStateException if the role is not stored here
   */
  List<Ask> asks(Optional<KnownRole> role) {
    var known =
        role.orElseThrow(() ->
            new IllegalStateException(
                "no role with the hash %s is stored here".formatted(work.accepted().roleHash())));
    return Verdicts.of(work).map(verdicts -> verdicts.asks(known.role())).orElse(List.of());
  }

  @Override
  public void stop() {
    // Nothing of it is under way outside the agent.
  }
}
