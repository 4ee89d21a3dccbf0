package dev.troupe.agents.model.budget;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.troupe.agents.Amounts;
import dev.troupe.agents.Role;
import dev.troupe.agents.model.ModelGateway.Call;
import dev.troupe.agents.model.price.Prices;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a call may take at most, as far as one can tell before.
 *
 * @param byModel that it may ask, one after the other: each may have it on its bill
 * @param unpriced the models of these whose price is not known
 */
record WorstCase(Map<String, Amounts> byModel, List<String> unpriced) {
  private static final Amounts ONE_CALL = new Amounts(0, 0, 1, 0);

  /** For what stands around a message. */
  private static final int TOKENS_PER_MESSAGE = 8;

  static WorstCase of(Call call, Prices prices, Predicate<String> keepsPrompts, int bytesPerToken) {
    var role = call.role();
    long input = inputTokens(call, bytesPerToken);
    long output = role.limits().maxOutputTokens();
    long millis = role.limits().timeout().toMillis();
    var byModel = new LinkedHashMap<String, Amounts>();
    var unpriced = new ArrayList<String>();
    for (var model : models(role)) {
      if (Prices.isFree(model)) {
        byModel.put(model, new Amounts(0, 0, 0, millis));
      } else {
        long kept = keepsPrompts.test(model) ? input : 0;
        var price = prices.of(model);
        long nanos = price.map(known -> known.nanos(input, kept, output)).orElse(0L);
        byModel.put(model, new Amounts(nanos, input + output, 0, millis));
        price.ifPresentOrElse(_ -> {}, () -> unpriced.add(model));
      }
    }
    return new WorstCase(byModel, List.copyOf(unpriced));
  }

  private static List<String> models(Role role) {
    return Stream.concat(Stream.of(role.model()), role.fallbacks().stream()).distinct().toList();
  }

  /** Where every model is asked. */
  Amounts amounts() {
    return of(byModel.keySet()).plus(ONE_CALL);
  }

  /** What a call takes that was not answered, though these models may have it on a bill. */
  Amounts inVain(Collection<String> billed) {
    return billed.isEmpty() ? Amounts.NONE : of(billed).plus(ONE_CALL);
  }

  Amounts of(Collection<String> models) {
    return models.stream()
        .map(model -> byModel.getOrDefault(model, Amounts.NONE))
        .reduce(Amounts.NONE, Amounts::plus);
  }

  /** Of whichever model it was but these. */
  Amounts ofAnotherThan(Collection<String> models) {
    var nanos = 0L;
    var tokens = 0L;
    for (var other : byModel.entrySet()) {
      if (!models.contains(other.getKey())) {
        nanos = Math.max(nanos, other.getValue().nanos());
        tokens = Math.max(tokens, other.getValue().tokens());
      }
    }
    return new Amounts(nanos, tokens, 0, 0);
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
