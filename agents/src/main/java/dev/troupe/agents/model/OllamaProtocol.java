package dev.troupe.agents.model;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import java.util.Map;

/** Ollama's own chat; it also speaks OpenAI's, as a provider of that kind. */
record OllamaProtocol() implements Protocol {

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
}
