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
 */
public record Answer(int call, int place, @Nullable JsonNode result, @Nullable String error)
    implements CborSerializable {

  /** Whether it is what an ask wants to know. */
  public boolean isFor(Ask ask) {
    return call == ask.call() && place == ask.place();
  }
}
