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
 * @param bill what the usage does not tell
 */
public record ModelReply(
    String text,
    Usage usage,
    String model,
    Duration latency,
    List<ToolRequest> toolCalls,
    @Nullable Sent sent,
    Bill bill) {

  public ModelReply {
    toolCalls = List.copyOf(toolCalls);
  }

  /** The same answer given again, which nobody was asked for. */
  public ModelReply again(String by) {
    return new ModelReply(text, Usage.NONE, by, Duration.ZERO, toolCalls, null, Bill.NONE);
  }

  /**
   * The same with what it cost.
   *
   * @param asked the model as roles name it
   */
  ModelReply priced(Prices prices, String asked) {
    var priced = prices.priced(asked, usage, bill.kept());
    return new ModelReply(text, priced, model, latency, toolCalls, sent, bill);
  }

  public ModelReply(String text, Usage usage, String model, Duration latency) {
    this(text, usage, model, latency, List.of());
  }

  public ModelReply(
      String text, Usage usage, String model, Duration latency, List<ToolRequest> toolCalls) {
    this(text, usage, model, latency, toolCalls, null, Bill.NONE);
  }

  /**
   * @param kept tokens of the prompt that the provider wrote to its cache
   */
  ModelReply(
      String text,
      Usage usage,
      String model,
      Duration latency,
      List<ToolRequest> toolCalls,
      long kept) {
    this(text, usage, model, latency, toolCalls, null, new Bill(List.of(), kept));
  }

  ModelReply withSent(Sent request) {
    return new ModelReply(text, usage, model, latency, toolCalls, request, bill);
  }

  /** After others that were asked in vain. */
  ModelReply after(List<String> billed) {
    return billed.isEmpty()
        ? this
        : new ModelReply(
            text, usage, model, latency, toolCalls, sent, new Bill(billed, bill.kept()));
  }
}
