package dev.troupe.agents.model;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.troupe.agents.Role;
import dev.troupe.agents.model.ModelFailure.Kind;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Asks an endpoint, whatever protocol it speaks. */
final class EndpointProvider implements ModelProvider {
  private static final ChatRequestParameters IN_JSON =
      ChatRequestParameters.builder().responseFormat(ResponseFormat.JSON).build();

  private final ProviderSettings settings;
  private final Protocol protocol;
  private final Retries retries;
  private final Admission admission;
  private final HttpClientBuilder transport;
  private final InstantSource clock;
  private final Map<Endpoint, ChatModel> models = new ConcurrentHashMap<>();
  private final Map<Endpoint, StreamingChatModel> streamingModels = new ConcurrentHashMap<>();

  EndpointProvider(
      ProviderSettings settings,
      Retries retries,
      Admission admission,
      HttpClientBuilder transport,
      InstantSource clock) {
    this.settings = settings;
    this.protocol = settings.kind().protocol(settings);
    this.retries = retries;
    this.admission = admission;
    this.transport = transport;
    this.clock = clock;
  }

  @Override
  public ModelReply answer(ModelGateway.Call call, String model) throws InterruptedException {
    var endpoint = endpoint(call.role());
    var faults = new FaultReader(settings.name(), endpoint, protocol, model);
    var answers = new AnswerReader(settings.name(), model, faults);
    var scope = scope(call);
    var request = request(call, model, endpoint);
    var sent = new SinceFirst(clock);
    Retries.Try attempt =
        () ->
            heard(
                call.listener(), attempt(call.listener(), endpoint, request, scope, answers, sent));
    var reply =
        retries.answer(
            () -> admission.pass(call, endpoint.baseUrl(), scope.left(clock), attempt),
            scope,
            sent);
    return scope
        .sent()
        .sha256()
        .map(sha256 -> reply.withSent(new Sent(call.role().model(), sha256)))
        .orElse(reply);
  }

  @Override
  public Optional<String> rendered(ModelGateway.Call call, String model) {
    var body = new RenderedBody();
    var builder = new SharedHttpClient(body);
    var endpoint = endpoint(call.role());
    var request = request(call, model, endpoint);
    return body.of(() -> {
      if (settings.stream()) {
        protocol
            .streamingModel(endpoint, builder)
            .chat(request, new StreamedAnswer(ModelGateway.Listener.NONE));
      } else {
        protocol.model(endpoint, builder).chat(request);
      }
    });
  }

  @Override
  public String conventional() {
    return settings.kind().conventional();
  }

  @Override
  public boolean keepsPrompts() {
    return settings.promptCache();
  }

  private static Tried heard(ModelGateway.Listener listener, Tried tried) {
    if (tried instanceof Tried.Failed) {
      listener.dropped();
    }
    return tried;
  }

  private Tried attempt(
      ModelGateway.Listener listener,
      Endpoint endpoint,
      ChatRequest request,
      CallScope scope,
      AnswerReader answers,
      SinceFirst sent)
      throws InterruptedException {
    sent.happens();
    CallNotes.note(notes -> notes.sentTo(endpoint.baseUrl(), settings.stream()));
    try {
      var response =
          settings.stream()
              ? streamed(endpoint, request, scope.again(listener))
              : whole(endpoint, request, scope);
      CallNotes.note(notes -> notes.answered(response));
      return answers.read(response, sent.elapsed());
    } catch (TransportFailure.Interrupted stopped) {
      throw new InterruptedException();
    } catch (RuntimeException failed) {
      return new Tried.Failed(answers.faults().read(failed));
    }
  }

  private ChatResponse whole(Endpoint endpoint, ChatRequest request, CallScope scope) {
    return ScopedValue.where(CallScope.CURRENT, scope).call(() -> model(endpoint).chat(request));
  }

  private ChatResponse streamed(Endpoint endpoint, ChatRequest request, CallScope scope) {
    try {
      ScopedValue.where(CallScope.CURRENT, scope)
          .run(() -> streamingModel(endpoint).chat(request, scope.streamed()));
      return scope.streamed().outcome();
    } catch (TransportFailure.AnsweredWhole answered) {
      return whole(endpoint, request, scope.answeredBy(answered.response()));
    }
  }

  private Endpoint endpoint(Role role) {
    var ofRole =
        Optional.ofNullable(role.baseUrl())
            .map(url ->
                Endpoint.parse(
                    url,
                    settings.kind().version(),
                    "troupe.roles.%s.base-url".formatted(role.name())));
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
    if (settings.traceparent()) {
      CallNotes.traceparent().ifPresent(place -> headers.put("traceparent", place));
    }
    return headers;
  }

  private CallScope scope(ModelGateway.Call call) {
    var own = clock.instant().plus(call.role().limits().timeout());
    var isOfStep = call.deadline().isBefore(own);
    return new CallScope(headers(call), isOfStep ? call.deadline() : own, isOfStep, protocol);
  }

  private ChatModel model(Endpoint endpoint) {
    return models.computeIfAbsent(endpoint, it -> protocol.model(it, transport));
  }

  private StreamingChatModel streamingModel(Endpoint endpoint) {
    return streamingModels.computeIfAbsent(endpoint, it -> protocol.streamingModel(it, transport));
  }

  private ChatRequest request(ModelGateway.Call call, String model, Endpoint endpoint) {
    var parameters =
        protocol.parameters(model, call.role().limits().maxOutputTokens(), call.tools());
    var isForJson = settings.jsonMode().isFor(call, endpoint.baseUrl());
    return ChatRequest.builder()
        .messages(call.prompt().messages())
        .parameters(isForJson ? parameters.overrideWith(IN_JSON) : parameters)
        .build();
  }
}
