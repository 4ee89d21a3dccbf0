package dev.troupe.agents.model;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;

/** Google's Gemini. */
record GeminiProtocol() implements Protocol {

  @Override
  public String title() {
    return "a Gemini";
  }

  @Override
  public String path(String model) {
    return "/models/%s:generateContent".formatted(model);
  }

  @Override
  public ChatModel model(Endpoint endpoint, HttpClientBuilder transport) {
    var builder =
        GoogleAiGeminiChatModel.builder()
            .baseUrl(endpoint.baseUrl().toString())
            .httpClientBuilder(transport);
    endpoint.apiKey().ifPresent(key -> builder.apiKey(key.secret()));
    return builder.maxRetries(0).build();
  }
}
