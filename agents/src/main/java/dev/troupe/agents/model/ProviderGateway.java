package dev.troupe.agents.model;

import dev.troupe.agents.model.limits.GatewayMetrics;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Sends every call to the provider that its model's name begins with. */
public final class ProviderGateway implements ModelGateway {
  private final Map<String, ModelProvider> providers;
  private final Executor blocking;
  private final GatewayMetrics metrics;

  ProviderGateway(Map<String, ModelProvider> providers, Executor blocking, GatewayMetrics metrics) {
    this.providers = Map.copyOf(providers);
    this.metrics = metrics;
    this.blocking = blocking;
  }

  @Override
  public Optional<String> faultOfModel(String model) {
    return ModelName.of(model).fault(providers.keySet());
  }

  @Override
  public GatewayMetrics metrics() {
    return metrics;
  }

  @Override
  public CompletionStage<ModelReply> ask(Call call) {
    var name = ModelName.of(call.role().model());
    var provider = providers.get(name.provider());
    var answer =
        new BlockingCall<ModelReply>(() -> {
          if (provider == null) {
            throw new ModelFailure(
                ModelFailure.Kind.NOT_CONFIGURED, name.fault(providers.keySet()).orElseThrow());
          }
          return provider.answer(call, name.model());
        });
    blocking.execute(answer);
    return answer;
  }
}
