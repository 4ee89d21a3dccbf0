package dev.troupe.agents.model;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import java.util.List;

/** OpenAI's chat completions, which many servers speak. */
record OpenAiProtocol(ProviderSettings.TokensParameter tokensParameter) implements Protocol {

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
}
