package dev.troupe.agents.model;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import java.util.Map;

/** Ollama's own chat; it also speaks OpenAI's, as a provider of that kind. */
record OllamaProtocol() implements Protocol {
  private static final Place DONE = Place.of("\"done\"\\s*:\\s*true", "/done");

  @Override
  public String title() {
    return "an Ollama";
  }

  @Override
  public String path(String model) {
    return "/api/chat";
  }

  @Override
  public ChatModel model(Endpoint endpoint, HttpClientBuilder transport) {
    return OllamaChatModel.builder()
        .baseUrl(endpoint.baseUrl().toString())
        .httpClientBuilder(transport)
        .customHeaders(headers(endpoint))
        .maxRetries(0)
        .build();
  }

  /** Ollama itself takes no key; the proxy that guards it may. */
  private static Map<String, String> headers(Endpoint endpoint) {
    return endpoint
        .apiKey()
        .map(key -> Map.of("Authorization", "Bearer " + key.secret()))
        .orElse(Map.of());
  }

  @Override
  public StreamingChatModel streamingModel(Endpoint endpoint, HttpClientBuilder transport) {
    return OllamaStreamingChatModel.builder()
        .baseUrl(endpoint.baseUrl().toString())
        .httpClientBuilder(transport)
        .customHeaders(headers(endpoint))
        .build();
  }

  @Override
  public Sign sign(ServerSentEvent event) {
    return ErrorBody.in(event.data())
        .orElseGet(() -> DONE.in(event.data()).asBoolean() ? Sign.END : Sign.GOES_ON);
  }
}
