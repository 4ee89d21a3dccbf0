package dev.troupe.agents.model;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import java.util.regex.Pattern;

/** Google's Gemini. */
record GeminiProtocol() implements Protocol {
  private static final Pattern FINISHED = Pattern.compile("\"finishReason\"\\s*:\\s*\"");
  private static final Pattern BLOCKED = Pattern.compile("\"blockReason\"\\s*:\\s*\"([A-Z_]+)\"");

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

  @Override
  public StreamingChatModel streamingModel(Endpoint endpoint, HttpClientBuilder transport) {
    var builder =
        GoogleAiGeminiStreamingChatModel.builder()
            .baseUrl(endpoint.baseUrl().toString())
            .httpClientBuilder(transport);
    endpoint.apiKey().ifPresent(key -> builder.apiKey(key.secret()));
    return builder.build();
  }

  @Override
  public Sign sign(ServerSentEvent event) {
    return switch (sign(event.data())) {
      case Sign.GoesOn _ when FINISHED.matcher(event.data()).find() -> Sign.MAY_END;
      case Sign other -> other;
    };
  }

  @Override
  public Sign sign(String answer) {
    return ErrorBody.in(answer).orElseGet(() -> blocked(answer));
  }

  private static Sign blocked(String answer) {
    var reason = BLOCKED.matcher(answer);
    return reason.find() ? new Sign.Refused("blockReason " + reason.group(1)) : Sign.GOES_ON;
  }
}
