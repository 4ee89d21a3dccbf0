package dev.troupe.agents.model;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The settings under {@code troupe.models}. */
public final class ModelSettings {
  private final Duration offlineLatency;
  private final List<ProviderSettings> endpoints;
  private final HttpSettings http;
  private final RetryPolicy retries;

  private ModelSettings(
      Duration offlineLatency,
      List<ProviderSettings> endpoints,
      HttpSettings http,
      RetryPolicy retries) {
    this.offlineLatency = offlineLatency;
    this.endpoints = List.copyOf(endpoints);
    this.http = http;
    this.retries = retries;
  }

  /**
   * @param config the system's whole configuration
   * @throws IllegalArgumentException naming the first setting that cannot be used
   */
  public static ModelSettings of(Config config) {
    var models = config.getConfig("troupe.models");
    refuseMoreThanLatency(models.getObject("providers.offline"));
    return new ModelSettings(
        models.getDuration("providers.offline.latency"),
        endpoints(models.getObject("providers"), models.getConfig("provider-defaults")),
        HttpSettings.of(models.getConfig("http")),
        RetryPolicy.of(models.getConfig("retries")));
  }

  private static void refuseMoreThanLatency(ConfigObject offline) {
    for (var key : offline.keySet()) {
      if (!key.equals("latency")) {
        throw new IllegalArgumentException(
            "troupe.models.providers.offline.%s: there is no such setting; known is latency"
                .formatted(key));
      }
    }
  }

  /** What is wrong with a model's name as roles and tasks give it; empty if nothing is. */
  public Optional<String> faultOfModel(String model) {
    var providers = new ArrayList<String>();
    providers.add(OfflineProvider.NAME);
    endpoints.forEach(endpoint -> providers.add(endpoint.name()));
    return ModelName.of(model).fault(providers);
  }

  private static List<ProviderSettings> endpoints(ConfigObject providers, Config defaults) {
    return providers.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(OfflineProvider.NAME))
        .map(entry -> endpoint(entry.getKey(), entry.getValue(), defaults))
        .toList();
  }

  private static ProviderSettings endpoint(String name, Object block, Config defaults) {
    if (block instanceof ConfigObject object) {
      return ProviderSettings.of(name, object.toConfig(), defaults);
    }
    throw new IllegalArgumentException(
        "troupe.models.providers.%s: a provider is a block { base-url = ... }".formatted(name));
  }

  Duration offlineLatency() {
    return offlineLatency;
  }

  List<ProviderSettings> endpoints() {
    return endpoints;
  }

  HttpSettings http() {
    return http;
  }

  RetryPolicy retries() {
    return retries;
  }
}
