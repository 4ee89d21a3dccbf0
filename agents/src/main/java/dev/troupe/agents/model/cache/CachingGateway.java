package dev.troupe.agents.model.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.troupe.agents.Guardrail;
import dev.troupe.agents.Role;
import dev.troupe.agents.model.ModelGateway;
import dev.troupe.agents.model.ModelReply;
import dev.troupe.agents.model.limits.GatewayMetrics;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Gives a tenant the answer again that it had to the same request, where the role wants that. */
public final class CachingGateway implements ModelGateway {
  private static final int BYTES_PER_CHARACTER = 2;

  /** What an entry takes beside its text: the key and the objects around. */
  private static final int BYTES_PER_ENTRY = 512;

  private static final String CACHED = " (cached)";

  private final ModelGateway models;
  private final Cache<String, ModelReply> replies;

  private CachingGateway(ModelGateway models, CacheSettings settings, Ticker ticker) {
    this.models = models;
    this.replies =
        Caffeine.newBuilder()
            .maximumWeight(settings.bytes())
            .weigher((String _, ModelReply reply) -> bytes(reply))
            .expireAfterWrite(settings.keep())
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  public static CachingGateway create(ModelGateway models, CacheSettings settings) {
    return create(models, settings, Ticker.systemTicker());
  }

  static CachingGateway create(ModelGateway models, CacheSettings settings, Ticker ticker) {
    return new CachingGateway(models, settings, ticker);
  }

  private static int bytes(ModelReply reply) {
    return (int)
        Math.min(
            Integer.MAX_VALUE,
            (long) reply.text().length() * BYTES_PER_CHARACTER + BYTES_PER_ENTRY);
  }

  @Override
  public CompletionStage<ModelReply> ask(Call call) {
    if (!isCached(call)) {
      return models.ask(call);
    }
    var key = RequestKey.of(call);
    var known = replies.getIfPresent(key);
    return known == null ? asked(call, key) : CompletableFuture.completedFuture(again(known));
  }

  /**
   * A tool's result belongs to its moment, and an answer that asks for one to its call. What judges
   * refuse must not be given again, and they are heard later.
   */
  private static boolean isCached(Call call) {
    return call.role().cache() == Role.Cache.MEMORY
        && call.tools().isEmpty()
        && call.role().guardrails().stream().noneMatch(Guardrail.Judge.class::isInstance);
  }

  /**
   * An answer is kept before anybody hears of it: whoever finds it of no use says so after that.
   */
  private CompletionStage<ModelReply> asked(Call call, String key) {
    var asked = models.ask(call).toCompletableFuture();
    var told = new CompletableFuture<ModelReply>();
    var _ =
        asked.whenComplete((reply, failure) -> {
          if (failure != null) {
            told.completeExceptionally(failure);
          } else {
            replies.put(key, reply);
            told.complete(reply);
          }
        });
    var _ =
        told.whenComplete((_, _) -> {
          if (told.isCancelled()) {
            asked.cancel(true);
          }
        });
    return told;
  }

  private static ModelReply again(ModelReply known) {
    return known.again(known.model() + CACHED);
  }

  @Override
  public void unusable(Call call) {
    if (isCached(call)) {
      replies.invalidate(RequestKey.of(call));
    }
    models.unusable(call);
  }

  @Override
  public Optional<String> rendered(Call call) {
    return models.rendered(call);
  }

  @Override
  public Optional<String> faultOfModel(String model) {
    return models.faultOfModel(model);
  }

  @Override
  public String conventionalProvider(String model) {
    return models.conventionalProvider(model);
  }

  @Override
  public boolean keepsPrompts(String model) {
    return models.keepsPrompts(model);
  }

  @Override
  public GatewayMetrics metrics() {
    return models.metrics();
  }
}
