package dev.troupe.agents.model;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;

/**
 * Anthropic's Messages.
 *
 * @param promptCache whether what a prompt begins with, tools and instructions, is marked to be
 *     kept there; what is too short for that, Anthropic leaves out by itself
 */
record AnthropicProtocol(boolean promptCache) implements Protocol {
  /** The client insists on a key; a gateway of the user's own may need none. */
  private static final String NO_KEY = "none";

  private static final int SERVER_ERROR = 500;
  private static final String REFUSES = "\"stop_reason\"\\s*:\\s*\"refusal\"";
  private static final Place REFUSAL = Place.of(REFUSES, "/stop_reason");
  private static final Place STREAMED_REFUSAL = Place.of(REFUSES, "/delta/stop_reason");

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
        .cacheSystemMessages(promptCache)
        .cacheTools(promptCache)
        .maxRetries(0)
        .build();
  }

  @Override
  public StreamingChatModel streamingModel(Endpoint endpoint, HttpClientBuilder transport) {
    return AnthropicStreamingChatModel.builder()
        .baseUrl(endpoint.baseUrl().toString())
        .apiKey(endpoint.apiKey().map(ApiKey::secret).orElse(NO_KEY))
        .httpClientBuilder(transport)
        .cacheSystemMessages(promptCache)
        .cacheTools(promptCache)
        .build();
  }

  @Override
  public Sign sign(ServerSentEvent event) {
    return switch (String.valueOf(event.event())) {
      case "message_stop" -> Sign.END;
      case "error" ->
          ErrorBody.in(event.data()).orElse(new Sign.Failed(SERVER_ERROR, event.data()));
      case "message_delta" -> refusal(STREAMED_REFUSAL, event.data());
      default -> Sign.GOES_ON;
    };
  }

  @Override
  public Sign sign(String answer) {
    return ErrorBody.in(answer).orElseGet(() -> refusal(REFUSAL, answer));
  }

  private static Sign refusal(Place place, String message) {
    return place.in(message).asText().equals("refusal")
        ? new Sign.Refused("stop_reason refusal")
        : Sign.GOES_ON;
  }
}
