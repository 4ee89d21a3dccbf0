package dev.troupe.agents.model.budget;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.troupe.agents.Amounts;
import dev.troupe.agents.model.ModelGateway.Call;
import dev.troupe.agents.model.price.Price;
import dev.troupe.agents.model.price.Prices;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a call may take at most, as far as one can tell before.
 *
 * @param unpriced the models that it may ask and whose price is not known
 */
record WorstCase(Amounts amounts, List<String> unpriced) {
  /** For what stands around a message. */
  private static final int TOKENS_PER_MESSAGE = 8;

  static WorstCase of(Call call, Prices prices, int bytesPerToken) {
    var role = call.role();
    var models =
        Stream.concat(Stream.of(role.model()), role.fallbacks().stream())
            .filter(model -> !Prices.isFree(model))
            .toList();
    var time = role.limits().timeout().multipliedBy(1L + role.fallbacks().size());
    if (models.isEmpty()) {
      return new WorstCase(new Amounts(0, 0, 1, millis(time)), List.of());
    }
    long input = inputTokens(call, bytesPerToken);
    long output = role.limits().maxOutputTokens();
    long nanos =
        models.stream()
            .flatMap(model -> prices.of(model).stream())
            .mapToLong((Price price) -> price.nanos(input, output))
            .max()
            .orElse(0);
    return new WorstCase(
        new Amounts(nanos, input + output, 1, millis(time)),
        models.stream().filter(model -> prices.of(model).isEmpty()).toList());
  }

  private static long millis(Duration time) {
    return time.toMillis();
  }

  private static long inputTokens(Call call, int bytesPerToken) {
    var messages = call.prompt().messages();
    long bytes = messages.stream().mapToLong(WorstCase::bytes).sum();
    if (!call.tools().isEmpty()) {
      bytes += call.tools().toString().getBytes(StandardCharsets.UTF_8).length;
    }
    var schema = call.role().outputSchema();
    if (schema != null) {
      bytes += schema.toString().getBytes(StandardCharsets.UTF_8).length;
    }
    return Math.ceilDiv(bytes, bytesPerToken) + (long) TOKENS_PER_MESSAGE * messages.size();
  }

  private static long bytes(ChatMessage message) {
    var text =
        switch (message) {
          case SystemMessage system -> system.text();
          case UserMessage user when user.hasSingleText() -> user.singleText();
          case AiMessage said when said.text() != null && !said.hasToolExecutionRequests() ->
              said.text();
          default -> message.toString();
        };
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
