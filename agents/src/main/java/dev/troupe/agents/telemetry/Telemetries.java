package dev.troupe.agents.telemetry;

import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;

/** Who is told on a node: nobody until {@link #use}, which comes before agents and tasks start. */
public final class Telemetries implements Extension {
  private static final Id ID = new Id();

  private volatile Telemetry telemetry = Telemetry.NONE;

  private static final class Id extends ExtensionId<Telemetries> {
    @Override
    public Telemetries createExtension(ActorSystem<?> system) {
      return new Telemetries();
    }
  }

  private Telemetries() {}

  public static Telemetry of(ActorSystem<?> system) {
    return ID.apply(system).telemetry;
  }

  public static void use(ActorSystem<?> system, Telemetry telemetry) {
    ID.apply(system).telemetry = telemetry;
  }
}
