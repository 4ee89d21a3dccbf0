package dev.troupe.agents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.cluster.CborSerializable;
import org.jspecify.annotations.Nullable;

/**
 * What came of an {@link Ask}.
 *
 * @param call of the model, whose reply asked
 * @param place in that reply, from 1
 * @param result null where there is an error instead
 * @param error for the model to read
 * @param untrusted whether it may hold text from outside; null where only its tool can say
 */
public record Answer(
    int call,
    int place,
    @Nullable JsonNode result,
    @Nullable String error,
    @Nullable Boolean untrusted)
    implements CborSerializable {

  /** Of which nothing more is known than of who was asked. */
  public Answer(int call, int place, @Nullable JsonNode result, @Nullable String error) {
    this(call, place, result, error, null);
  }

  /** Whether it is what an ask wants to know. */
  public boolean isFor(Ask ask) {
    return call == ask.call() && place == ask.place();
  }
}
