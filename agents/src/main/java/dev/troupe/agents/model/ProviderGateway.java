package dev.troupe.agents.model;

import dev.troupe.agents.model.limits.GatewayMetrics;
import dev.troupe.agents.model.price.Prices;
import dev.troupe.agents.telemetry.LogContext;
import dev.troupe.agents.telemetry.Telemetry;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Sends every call to the provider that its model's name begins with, and on to the role's next
 * model where that one cannot answer now.
 */
public final class ProviderGateway implements ModelGateway {
  private final Map<String, ModelProvider> providers;
  private final Executor blocking;
  private final InstantSource clock;
  private final GatewayMetrics metrics;
  private final Prices prices;
  private final ModelTelemetry telemetry;

  ProviderGateway(
      Map<String, ModelProvider> providers,
      Executor blocking,
      InstantSource clock,
      GatewayMetrics metrics,
      Prices prices,
      Telemetry telemetry) {
    this.providers = Map.copyOf(providers);
    this.prices = prices;
    this.telemetry = new ModelTelemetry(telemetry, clock);
    this.metrics = metrics;
    this.blocking = blocking;
    this.clock = clock;
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
    var answer = new BlockingCall<ModelReply>(() -> named(call));
    blocking.execute(answer);
    return answer;
  }

  private ModelReply named(Call call) throws InterruptedException {
    try (var _ = LogContext.of(call.prompt().tenant(), call.taskId(), call.assignment())) {
      return answer(call);
    }
  }

  private ModelReply answer(Call call) throws InterruptedException {
    var fallbacks = call.role().fallbacks();
    return fallbacks.isEmpty()
        ? answerAlone(call)
        : new Fallbacks(this::answerAlone, clock).answer(call, fallbacks);
  }

  private ModelReply answerAlone(Call call) throws InterruptedException {
    var name = ModelName.of(call.role().model());
    return telemetry.told(
        call,
        name,
        conventionalProvider(call.role().model()),
        () -> provider(name).answer(call, name.model()).priced(prices, call.role().model()));
  }

  /** A provider that is not configured goes by its own name. */
  @Override
  public String conventionalProvider(String model) {
    var name = ModelName.of(model).provider();
    var provider = providers.get(name);
    return provider == null ? name : provider.conventional();
  }

  @Override
  public Optional<String> rendered(Call call) {
    var name = ModelName.of(call.role().model());
    return provider(name).rendered(call, name.model());
  }

  @Override
  public boolean keepsPrompts(String model) {
    var provider = providers.get(ModelName.of(model).provider());
    return provider != null && provider.keepsPrompts();
  }

  private ModelProvider provider(ModelName name) {
    var provider = providers.get(name.provider());
    if (provider == null) {
      throw new ModelFailure(
          ModelFailure.Kind.NOT_CONFIGURED, name.fault(providers.keySet()).orElseThrow());
    }
    return provider;
  }
}
