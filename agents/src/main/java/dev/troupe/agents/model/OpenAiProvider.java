package dev.troupe.agents.model;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.troupe.agents.Role;
import dev.troupe.agents.Usage;
import dev.troupe.agents.model.ModelFailure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Any endpoint that speaks OpenAI's chat completions. */
final class OpenAiProvider implements ModelProvider {
  private final ProviderSettings settings;
  private final RetryPolicy retries;
  private final HttpClientBuilder transport;
  private final InstantSource clock;
  private final DoubleSupplier chance;
  private final Map<Endpoint, ChatModel> models = new ConcurrentHashMap<>();

  OpenAiProvider(
      ProviderSettings settings,
      RetryPolicy retries,
      HttpClientBuilder transport,
      InstantSource clock,
      DoubleSupplier chance) {
    this.settings = settings;
    this.retries = retries;
    this.transport = transport;
    this.clock = clock;
    this.chance = chance;
  }

  @Override
  public ModelReply answer(ModelGateway.Call call, String model) throws InterruptedException {
    var endpoint = endpoint(call.role());
    var faults = new FaultReader(settings.name(), endpoint);
    var scope = new CallScope(headers(call), deadline(call));
    var begun = clock.instant();
    for (int failures = 1; ; failures++) {
      var fault = attempt(endpoint, faults, scope, call, model);
      switch (fault) {
        case Answered(var response) -> {
          return reply(response, model, begun);
        }
        case Failed(var why) -> pause(why, failures, begun, scope);
      }
    }
  }

  private sealed interface Attempted {}

  private record Answered(ChatResponse response) implements Attempted {}

  private record Failed(CallFault fault) implements Attempted {}

  private Attempted attempt(
      Endpoint endpoint, FaultReader faults, CallScope scope, ModelGateway.Call call, String model)
      throws InterruptedException {
    try {
      var response =
          ScopedValue.where(CallScope.CURRENT, scope)
              .call(() -> model(endpoint).chat(request(call, model)));
      return checked(response, faults)
          .<Attempted>map(Failed::new)
          .orElseGet(() -> new Answered(response));
    } catch (TransportFailure.Interrupted stopped) {
      throw new InterruptedException();
    } catch (RuntimeException failed) {
      return new Failed(faults.read(failed));
    }
  }

  private void pause(CallFault fault, int failures, Instant begun, CallScope scope)
      throws InterruptedException {
    switch (fault) {
      case CallFault.Final(var failure) -> throw failure;
      case CallFault.Passing(var failure, var retryAfter) -> {
        var elapsed = Duration.between(begun, clock.instant());
        var pause =
            retries.pause(failures, retryAfter, elapsed, scope.left(clock), chance.getAsDouble());
        if (pause.isEmpty()) {
          throw new ModelFailure(
              failure.kind(),
              failure.getMessage()
                  + asked(retryAfter, elapsed, scope.left(clock))
                  + tried(failures));
        }
        Thread.sleep(pause.get());
      }
    }
  }

  /** Said where it is why nobody waits. */
  private String asked(Optional<Duration> retryAfter, Duration elapsed, Duration left) {
    return retryAfter
        .filter(
            wait -> elapsed.plus(wait).compareTo(retries.within()) > 0 || wait.compareTo(left) >= 0)
        .map(wait ->
            "; the server asks to wait %d s, longer than this call may take"
                .formatted(wait.toSeconds()))
        .orElse("");
  }

  private static String tried(int failures) {
    return failures == 1 ? "" : " (tried %d times)".formatted(failures);
  }

  private Endpoint endpoint(Role role) {
    var ofRole =
        Optional.ofNullable(role.baseUrl())
            .map(url -> Endpoint.parse(url, "troupe.roles.%s.base-url".formatted(role.name())));
    return Endpoint.of(settings, ofRole)
        .orElseThrow(() ->
            new ModelFailure(
                Kind.NOT_CONFIGURED,
                "The role %s asks `%s`, but no endpoint is known: set base-url in troupe.models.providers.%s or in the role"
                    .formatted(role.name(), role.model(), settings.name())));
  }

  private Map<String, String> headers(ModelGateway.Call call) {
    var headers = new HashMap<String, String>();
    headers.put("Idempotency-Key", call.idempotencyKey());
    if (!settings.taskHeader().isEmpty()) {
      headers.put(settings.taskHeader(), call.taskId());
    }
    return headers;
  }

  private Instant deadline(ModelGateway.Call call) {
    var own = clock.instant().plus(call.role().limits().timeout());
    return own.isBefore(call.deadline()) ? own : call.deadline();
  }

  private ChatModel model(Endpoint endpoint) {
    return models.computeIfAbsent(
        endpoint,
        _ -> {
          var builder =
              OpenAiChatModel.builder()
                  .baseUrl(endpoint.baseUrl().toString())
                  .httpClientBuilder(transport)
                  .maxRetries(0);
          endpoint.apiKey().ifPresent(key -> builder.apiKey(key.secret()));
          return builder.build();
        });
  }

  private ChatRequest request(ModelGateway.Call call, String model) {
    var parameters = OpenAiChatRequestParameters.builder().modelName(model);
    int tokens = call.role().limits().maxOutputTokens();
    switch (settings.tokensParameter()) {
      case MAX_TOKENS -> parameters.maxOutputTokens(tokens);
      case MAX_COMPLETION_TOKENS -> parameters.maxCompletionTokens(tokens);
    }
    return ChatRequest.builder()
        .messages(call.prompt().messages())
        .parameters(parameters.build())
        .build();
  }

  private static Optional<CallFault> checked(ChatResponse response, FaultReader faults) {
    if (response.finishReason() == FinishReason.CONTENT_FILTER) {
      return Optional.of(
          new CallFault.Final(
              faults.failure(Kind.REFUSED, "its content filter stopped the answer")));
    }
    if (response.finishReason() == FinishReason.LENGTH) {
      return Optional.of(
          new CallFault.Final(
              faults.failure(
                  Kind.INVALID_REPLY,
                  "the answer was cut off; raise the role's limits.max-output-tokens")));
    }
    var text = response.aiMessage().text();
    return text == null || text.isBlank()
        ? Optional.of(
            new CallFault.Passing(
                faults.failure(Kind.INVALID_REPLY, "the answer is empty"), Optional.empty()))
        : Optional.empty();
  }

  private ModelReply reply(ChatResponse response, String model, Instant begun) {
    var answered = response.modelName();
    return new ModelReply(
        response.aiMessage().text(),
        usage(response.tokenUsage()),
        settings.name() + "/" + (answered == null ? model : answered),
        Duration.between(begun, clock.instant()));
  }

  private static Usage usage(@Nullable TokenUsage tokens) {
    return tokens == null
        ? new Usage(1, 0, 0)
        : new Usage(1, count(tokens.inputTokenCount()), count(tokens.outputTokenCount()));
  }

  private static long count(@Nullable Integer tokens) {
    return tokens == null ? 0 : tokens;
  }
}
