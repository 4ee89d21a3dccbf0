package dev.troupe.http.telemetry;

import com.typesafe.config.Config;
import dev.troupe.agents.telemetry.Telemetries;
import org.apache.pekko.actor.typed.ActorSystem;

/** Has a node tell of its work, if its configuration says where to. */
public final class NodeTelemetry {
  private NodeTelemetry() {}

  /**
   * To be called before agents and tasks start. Without an endpoint no class of the SDK is loaded.
   *
   * @return what sends the rest when the node stops
   * @throws IllegalArgumentException if a setting cannot be used
   */
  public static Runnable start(ActorSystem<?> system, Config config) {
    var settings = TelemetrySettings.of(config);
    if (settings.endpoint().isEmpty()) {
      return () -> {};
    }
    var telemetry = Otlp.start(settings, settings.endpoint().get());
    Telemetries.use(system, telemetry);
    return telemetry::close;
  }
}
