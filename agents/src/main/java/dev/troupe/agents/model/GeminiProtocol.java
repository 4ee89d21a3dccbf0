package dev.troupe.agents.model;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;

/** Google's Gemini. */
record GeminiProtocol() implements Protocol {
  private static final Place FINISHED =
      Place.of("\"finishReason\"\\s*:\\s*\"", "/candidates/0/finishReason");
  private static final Place BLOCKED =
      Place.of("\"blockReason\"\\s*:\\s*\"", "/promptFeedback/blockReason");

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
            // Without the signature of its thoughts a model does not take its own call back.
            .returnThinking(true)
            .sendThinking(true)
            .httpClientBuilder(transport);
    endpoint.apiKey().ifPresent(key -> builder.apiKey(key.secret()));
    return builder.maxRetries(0).build();
  }

  @Override
  public StreamingChatModel streamingModel(Endpoint endpoint, HttpClientBuilder transport) {
    var builder =
        GoogleAiGeminiStreamingChatModel.builder()
            .baseUrl(endpoint.baseUrl().toString())
            // Without the signature of its thoughts a model does not take its own call back.
            .returnThinking(true)
            .sendThinking(true)
            .httpClientBuilder(transport);
    endpoint.apiKey().ifPresent(key -> builder.apiKey(key.secret()));
    return builder.build();
  }

  @Override
  public Sign sign(ServerSentEvent event) {
    return switch (sign(event.data())) {
      case Sign.GoesOn _ when FINISHED.in(event.data()).isTextual() -> Sign.MAY_END;
      case Sign other -> other;
    };
  }

  @Override
  public Sign sign(String answer) {
    return ErrorBody.in(answer).orElseGet(() -> blocked(answer));
  }

  private static Sign blocked(String answer) {
    var reason = BLOCKED.in(answer);
    return reason.isTextual() ? new Sign.Refused("blockReason " + reason.asText()) : Sign.GOES_ON;
  }
}
