package dev.troupe.agents;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What models were used for: calls that were answered, and tokens as the provider counted them.
 *
 * @param cost null where no model was asked that costs anything
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Usage(int modelCalls, long inputTokens, long outputTokens, @Nullable Cost cost) {
  public static final Usage NONE = new Usage(0, 0, 0);

  /** Of what costs nothing. */
  public Usage(int modelCalls, long inputTokens, long outputTokens) {
    this(modelCalls, inputTokens, outputTokens, null);
  }

  public Usage plus(Usage other) {
    return new Usage(
        modelCalls + other.modelCalls,
        inputTokens + other.inputTokens,
        outputTokens + other.outputTokens,
        sum(cost, other.cost));
  }

  private static @Nullable Cost sum(@Nullable Cost one, @Nullable Cost other) {
    return one == null ? other : other == null ? one : one.plus(other);
  }

  public Usage costing(Cost known) {
    return new Usage(modelCalls, inputTokens, outputTokens, known);
  }
}
