package dev.troupe.agents.model;

import dev.troupe.agents.Usage;
import dev.troupe.agents.model.price.Prices;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model's whole answer.
 *
 * @param text empty where the model only asks for tools
 * @param model the model that answered, as it names itself
 * @param toolCalls in the model's order; mostly empty
 * @param sent null where nothing left this process
 */
public record ModelReply(
    String text,
    Usage usage,
    String model,
    Duration latency,
    List<ToolRequest> toolCalls,
    @Nullable Sent sent) {

  public ModelReply {
    toolCalls = List.copyOf(toolCalls);
  }

  /** The same answer given again, which nobody was asked for. */
  public ModelReply again(String by) {
    return new ModelReply(text, Usage.NONE, by, Duration.ZERO, toolCalls, null);
  }

  /**
   * The same with what it cost.
   *
   * @param asked the model as roles name it
   */
  ModelReply priced(Prices prices, String asked) {
    return new ModelReply(text, prices.priced(asked, usage), model, latency, toolCalls, sent);
  }

  public ModelReply(String text, Usage usage, String model, Duration latency) {
    this(text, usage, model, latency, List.of());
  }

  public ModelReply(
      String text, Usage usage, String model, Duration latency, List<ToolRequest> toolCalls) {
    this(text, usage, model, latency, toolCalls, null);
  }

  ModelReply withSent(Sent request) {
    return new ModelReply(text, usage, model, latency, toolCalls, request);
  }
}
