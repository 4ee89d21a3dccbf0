package dev.troupe.agents.model;

import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.troupe.agents.Usage;
import dev.troupe.agents.model.ModelFailure.Kind;
import java.time.Duration;
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
    if (response.finishReason() == FinishReason.TOOL_EXECUTION
        && !message.hasToolExecutionRequests()) {
      // The client leaves out a streamed call that says nothing; what came before is no answer.
      return Optional.of(passing(FaultReader.NAMES_NO_TOOL));
    }
    return text(message.text()).isBlank() && !message.hasToolExecutionRequests()
        ? Optional.of(passing("the answer is empty"))
        : Optional.empty();
  }

  private CallFault passing(String what) {
    return new CallFault.Passing(faults.failure(Kind.INVALID_REPLY, what), Optional.empty());
  }

  private ModelReply reply(ChatResponse response, Duration latency) {
    var answered = response.modelName();
    return new ModelReply(
        text(response.aiMessage().text()),
        usage(response.tokenUsage()),
        provider + "/" + (answered == null ? model : answered),
        latency,
        ToolCalls.in(response.aiMessage()),
        kept(response.tokenUsage()));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static Usage usage(@Nullable TokenUsage tokens) {
    return tokens == null
        ? new Usage(1, 0, 0)
        : new Usage(
            1, count(tokens.inputTokenCount()) + cached(tokens), count(tokens.outputTokenCount()));
  }

  /** Anthropic counts what it keeps of a prompt apart from the rest of it. */
  private static long cached(TokenUsage tokens) {
    return tokens instanceof AnthropicTokenUsage anthropic
        ? count(anthropic.cacheCreationInputTokens()) + count(anthropic.cacheReadInputTokens())
        : 0;
  }

  private static long kept(@Nullable TokenUsage tokens) {
    return tokens instanceof AnthropicTokenUsage anthropic
        ? count(anthropic.cacheCreationInputTokens())
        : 0;
  }

  private static long count(@Nullable Integer tokens) {
    return tokens == null ? 0 : Math.max(0, tokens);
  }
}
