package dev.troupe.agents.model;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.List;

/** OpenAI's chat completions, which many servers speak. */
record OpenAiProtocol(ProviderSettings.TokensParameter tokensParameter) implements Protocol {
  static final String DONE = "[DONE]";
  private static final Place FINISHED =
      Place.of("\"finish_reason\"\\s*:\\s*\"", "/choices/0/finish_reason");

  @Override
  public String title() {
    return "an OpenAI-compatible";
  }

  @Override
  public String path(String model) {
    return "/chat/completions";
  }

  @Override
  public ChatModel model(Endpoint endpoint, HttpClientBuilder transport) {
    var builder =
        OpenAiChatModel.builder()
            .baseUrl(endpoint.baseUrl().toString())
            .httpClientBuilder(transport)
            .maxRetries(0);
    endpoint.apiKey().ifPresent(key -> builder.apiKey(key.secret()));
    return builder.build();
  }

  @Override
  public ChatRequestParameters parameters(
      String model, int maxOutputTokens, List<ToolSpecification> tools) {
    var parameters =
        OpenAiChatRequestParameters.builder().modelName(model).toolSpecifications(tools);
    switch (tokensParameter) {
      case MAX_TOKENS -> parameters.maxOutputTokens(maxOutputTokens);
      case MAX_COMPLETION_TOKENS -> parameters.maxCompletionTokens(maxOutputTokens);
    }
    return parameters.build();
  }

  @Override
  public StreamingChatModel streamingModel(Endpoint endpoint, HttpClientBuilder transport) {
    var builder =
        OpenAiStreamingChatModel.builder()
            .baseUrl(endpoint.baseUrl().toString())
            .httpClientBuilder(transport);
    endpoint.apiKey().ifPresent(key -> builder.apiKey(key.secret()));
    return builder.build();
  }

  /** Not every server sends the end mark; a reason to finish will do if nothing is cut off. */
  @Override
  public Sign sign(ServerSentEvent event) {
    if (event.data().strip().equals(DONE)) {
      return Sign.END;
    }
    return ErrorBody.in(event.data())
        .orElseGet(() -> FINISHED.in(event.data()).isTextual() ? Sign.MAY_END : Sign.GOES_ON);
  }
}
