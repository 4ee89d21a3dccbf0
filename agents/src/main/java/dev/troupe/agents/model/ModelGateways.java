package dev.troupe.agents.model;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;

/** Makes a node's gateway from its configuration. */
public final class ModelGateways {
  private static final String BLOCKING = "troupe.blocking-dispatcher";

  private ModelGateways() {}

  /**
   * @param engine what answers for the model {@code offline}
   */
  public static ModelGateway create(
      ActorSystem<?> system, ModelSettings settings, OfflineAnswers engine) {
    var blocking = system.dispatchers().lookup(DispatcherSelector.fromConfig(BLOCKING));
    return create(settings, engine, blocking, InstantSource.system());
  }

  static ModelGateway create(
      ModelSettings settings, OfflineAnswers engine, Executor blocking, InstantSource clock) {
    var transport =
        new SharedHttpClient(new VirtualThreadHttpClient(settings.http(), blocking, clock));
    var providers = new HashMap<String, ModelProvider>();
    providers.put(
        OfflineProvider.NAME, new OfflineProvider(engine, settings.offlineLatency(), clock));
    var retries =
        new Retries(settings.retries(), clock, () -> ThreadLocalRandom.current().nextDouble());
    for (var endpoint : settings.endpoints()) {
      providers.put(endpoint.name(), new EndpointProvider(endpoint, retries, transport, clock));
    }
    return new ProviderGateway(providers, blocking);
  }
}
