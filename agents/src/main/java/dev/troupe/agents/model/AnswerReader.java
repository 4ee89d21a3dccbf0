package dev.troupe.agents.model;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.troupe.agents.Usage;
import dev.troupe.agents.model.ModelFailure.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a reply of what a model answered, or says why it is none.
 *
 * @param model as it was asked for
 */
record AnswerReader(String provider, String model, FaultReader faults) {

  Tried read(ChatResponse response, Duration latency) {
    return fault(response)
        .<Tried>map(Tried.Failed::new)
        .orElseGet(() -> new Tried.Answered(reply(response, latency)));
  }

  private Optional<CallFault> fault(ChatResponse response) {
    if (response.finishReason() == FinishReason.CONTENT_FILTER) {
      return Optional.of(
          new CallFault.Final(
              faults.failure(Kind.REFUSED, "its content filter stopped the answer")));
    }
    if (response.finishReason() == FinishReason.LENGTH) {
      return Optional.of(
          new CallFault.Final(
              faults.failure(
                  Kind.INVALID_REPLY,
                  "the answer was cut off; raise the role's limits.max-output-tokens")));
    }
    var message = response.aiMessage();
    return text(message.text()).isBlank() && !message.hasToolExecutionRequests()
        ? Optional.of(
            new CallFault.Passing(
                faults.failure(Kind.INVALID_REPLY, "the answer is empty"), Optional.empty()))
        : Optional.empty();
  }

  private ModelReply reply(ChatResponse response, Duration latency) {
    var answered = response.modelName();
    return new ModelReply(
        text(response.aiMessage().text()),
        usage(response.tokenUsage()),
        provider + "/" + (answered == null ? model : answered),
        latency,
        toolCalls(response.aiMessage().toolExecutionRequests()));
  }

  private static List<ToolRequest> toolCalls(List<ToolExecutionRequest> requests) {
    var calls = new ArrayList<ToolRequest>(requests.size());
    for (var request : requests) {
      var id = text(request.id());
      calls.add(
          new ToolRequest(
              // Not every protocol numbers its calls, and a result has to name its call.
              id.isBlank() ? "call-" + (calls.size() + 1) : id,
              text(request.name()),
              text(request.arguments())));
    }
    return List.copyOf(calls);
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static Usage usage(@Nullable TokenUsage tokens) {
    return tokens == null
        ? new Usage(1, 0, 0)
        : new Usage(1, count(tokens.inputTokenCount()), count(tokens.outputTokenCount()));
  }

  private static long count(@Nullable Integer tokens) {
    return tokens == null ? 0 : tokens;
  }
}
