package dev.troupe.agents.model;

import dev.langchain4j.http.client.HttpClient;
import dev.troupe.agents.model.limits.ClusterShare;
import dev.troupe.agents.model.limits.Gate;
import dev.troupe.agents.model.limits.Share;
import dev.troupe.agents.model.price.Prices;
import dev.troupe.agents.telemetry.Telemetries;
import dev.troupe.agents.telemetry.Telemetry;
import dev.troupe.cluster.SuspensionWatch;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.TreeMap;
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
      ActorSystem<?> system, ModelSettings settings, OfflineAnswers engine, Prices prices) {
    var blocking = system.dispatchers().lookup(DispatcherSelector.fromConfig(BLOCKING));
    var share = ClusterShare.of(system);
    var transport =
        new BlockingHttpClient(
            settings.http(),
            blocking,
            InstantSource.system(),
            () -> SuspensionWatch.isSuspected(system));
    return create(
        settings,
        engine,
        blocking,
        InstantSource.system(),
        transport,
        share,
        prices,
        Telemetries.of(system));
  }

  /** Of a node alone. */
  static ModelGateway create(
      ModelSettings settings, OfflineAnswers engine, Executor blocking, InstantSource clock) {
    return create(settings, engine, blocking, clock, Telemetry.NONE);
  }

  /** The same, of whose calls somebody is told. */
  static ModelGateway create(
      ModelSettings settings,
      OfflineAnswers engine,
      Executor blocking,
      InstantSource clock,
      Telemetry telemetry) {
    var transport = new BlockingHttpClient(settings.http(), blocking, clock, () -> false);
    return create(
        settings, engine, blocking, clock, transport, Share.ALONE, Prices.NONE, telemetry);
  }

  /**
   * The same.
   *
   * @param client under every call
   */
  static ModelGateway create(
      ModelSettings settings,
      OfflineAnswers engine,
      Executor blocking,
      InstantSource clock,
      HttpClient client,
      Share share,
      Prices prices,
      Telemetry telemetry) {
    var transport = new SharedHttpClient(client);
    var providers = new HashMap<String, ModelProvider>();
    providers.put(
        OfflineProvider.NAME, new OfflineProvider(engine, settings.offlineLatency(), clock));
    var retries =
        new Retries(settings.retries(), clock, () -> ThreadLocalRandom.current().nextDouble());
    var gates = new TreeMap<String, Gate>();
    for (var endpoint : settings.endpoints()) {
      var gate = Gate.create(endpoint.name(), endpoint.limits(), share);
      gates.put(endpoint.name(), gate);
      providers.put(
          endpoint.name(),
          new EndpointProvider(endpoint, retries, new Admission(gate), transport, clock));
    }
    return new ProviderGateway(
        providers,
        blocking,
        clock,
        () -> gates.values().stream().map(Gate::load).toList(),
        prices,
        telemetry);
  }
}
