package dev.troupe.agents.model;

import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.troupe.agents.telemetry.SpanPlace;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is noted of one call of a model while it is made, on the call's own thread. */
final class CallNotes {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  static final ScopedValue<CallNotes> CURRENT = ScopedValue.newInstance();

  private final String provider;
  private final SpanPlace place;
  private final boolean sampled;
  private final InstantSource clock;
  private final Map<String, Object> attributes = new LinkedHashMap<>();
  private int tries;
  private @Nullable Instant sentAt;
  private @Nullable Duration firstChunk;

  /**
   * @param provider that is meant, whether a request reaches it or not
   * @param place of the call's span
   * @param sampled whether it is kept
   */
  CallNotes(String provider, SpanPlace place, boolean sampled, InstantSource clock) {
    this.provider = provider;
    this.place = place;
    this.sampled = sampled;
    this.clock = clock;
  }

  /** Where nobody is told of calls, nothing is noted. */
  static void note(Consumer<CallNotes> noting) {
    if (CURRENT.isBound()) {
      noting.accept(CURRENT.get());
    }
  }

  static Optional<String> traceparent() {
    return CURRENT.isBound()
        ? Optional.of(CURRENT.get().place.traceparent(CURRENT.get().sampled))
        : Optional.empty();
  }

  void sentTo(URI endpoint, boolean stream) {
    tries++;
    sentAt = clock.instant();
    firstChunk = null;
    attributes.put("gen_ai.request.stream", stream);
    if (endpoint.getHost() != null) {
      attributes.put("server.address", endpoint.getHost());
      attributes.put("server.port", (long) port(endpoint));
    }
  }

  private static int port(URI endpoint) {
    if (endpoint.getPort() >= 0) {
      return endpoint.getPort();
    }
    return "http".equals(endpoint.getScheme()) ? HTTP : HTTPS;
  }

  void firstChunk() {
    if (firstChunk == null && sentAt != null) {
      firstChunk = Duration.between(sentAt, clock.instant());
    }
  }

  void answered(ChatResponse response) {
    ChatResponseMetadata about = response.metadata();
    if (about.id() != null) {
      attributes.put("gen_ai.response.id", about.id());
    }
    if (about.finishReason() != null) {
      attributes.put(
          "gen_ai.response.finish_reasons",
          List.of(about.finishReason().name().toLowerCase(Locale.ROOT)));
    }
    if (about.tokenUsage() instanceof AnthropicTokenUsage tokens) {
      count("gen_ai.usage.cache_read.input_tokens", tokens.cacheReadInputTokens());
      count("gen_ai.usage.cache_creation.input_tokens", tokens.cacheCreationInputTokens());
    }
  }

  private void count(String attribute, @Nullable Integer tokens) {
    if (tokens != null) {
      attributes.put(attribute, tokens.longValue());
    }
  }

  boolean sampled() {
    return sampled;
  }

  SpanPlace place() {
    return place;
  }

  /** By the conventions' name for it. */
  String provider() {
    return provider;
  }

  int tries() {
    return tries;
  }

  Optional<Duration> timeToFirstChunk() {
    return Optional.ofNullable(firstChunk);
  }

  Map<String, Object> attributes() {
    return attributes;
  }
}
