package dev.troupe.agents.model;

import java.time.InstantSource;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;

/** Makes a node's gateway from its configuration. */
public final class ModelGateways {
  private static final String BLOCKING = "troupe.blocking-dispatcher";

  private ModelGateways() {}

  public static ModelGateway create(
      ActorSystem<?> system, ModelSettings settings, OfflineAnswers engine) {
    return new ProviderGateway(
        Map.of(
            OfflineProvider.NAME,
            new OfflineProvider(engine, settings.offlineLatency(), InstantSource.system())),
        system.dispatchers().lookup(DispatcherSelector.fromConfig(BLOCKING)));
  }
}
