package dev.troupe.agents.model;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import java.util.List;

/** What one protocol has of its own; all else is the same for every provider. */
interface Protocol {

  /** For messages, with its article: "an Anthropic". */
  String title();

  /** Behind the endpoint's URL; for messages. */
  String path(String model);

  ChatModel model(Endpoint endpoint, HttpClientBuilder transport);

  StreamingChatModel streamingModel(Endpoint endpoint, HttpClientBuilder transport);

  /** What an event of a streamed answer says of the answer. */
  Sign sign(ServerSentEvent event);

  /** What a whole answer says against itself. */
  default Sign sign(String answer) {
    return ErrorBody.in(answer).orElse(Sign.GOES_ON);
  }

  default ChatRequestParameters parameters(
      String model, int maxOutputTokens, List<ToolSpecification> tools) {
    return ChatRequestParameters.builder()
        .modelName(model)
        .maxOutputTokens(maxOutputTokens)
        .toolSpecifications(tools)
        .build();
  }
}
