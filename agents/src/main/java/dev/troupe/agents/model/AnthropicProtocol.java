package dev.troupe.agents.model;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.ChatModel;

/** Anthropic's Messages. */
record AnthropicProtocol() implements Protocol {
  /** The client insists on a key; a gateway of the user's own may need none. */
  private static final String NO_KEY = "none";

  @Override
  public String title() {
    return "an Anthropic";
  }

  @Override
  public String path(String model) {
    return "/messages";
  }

  @Override
  public ChatModel model(Endpoint endpoint, HttpClientBuilder transport) {
    return AnthropicChatModel.builder()
        .baseUrl(endpoint.baseUrl().toString())
        .apiKey(endpoint.apiKey().map(ApiKey::secret).orElse(NO_KEY))
        .httpClientBuilder(transport)
        .maxRetries(0)
        .build();
  }
}
