package dev.troupe.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.function.Functions;
import dev.troupe.persistence.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One state, as far as it has been written. Values are records or anything else with a JSON form;
 * texts in braces and percent signs, as {@link Steps#expression} makes them, are JSONata.
 */
public abstract sealed class Step<S extends Step<S>>
    permits HandledStep, PassStep, WaitStep, ChoiceStep, SucceedStep, FailStep {
  private final ObjectNode fields = Json.MAPPER.createObjectNode();

  Step(String type) {
    fields.put("Type", type);
  }

  abstract S self();

  /** Whether it can lead to another state by {@code Next}. */
  boolean leadsOn() {
    return true;
  }

  Functions functions() {
    return Functions.NONE;
  }

  public S comment(String comment) {
    return field("Comment", comment);
  }

  /** What it hands on, in place of its result. */
  public S output(Object output) {
    return field("Output", output);
  }

  /** Goes on with this state, not with the one that is written behind it. */
  public S next(String state) {
    fields.remove("End");
    return field("Next", state);
  }

  /** Ends here, whatever is written behind it. */
  public S end() {
    fields.remove("Next");
    return field("End", true);
  }

  /** Any other field of the language, by its name. */
  public S field(String name, Object value) {
    fields.set(name, Json.toTree(value));
    return self();
  }

  /** Keeps a value in a variable, {@code $name} from the next state on. */
  S assignTo(String name, Object value) {
    fields.withObject("/Assign").set(name, Json.toTree(value));
    return self();
  }

  ObjectNode fields() {
    return fields;
  }

  /**
   * @param behind the state that is written behind it, or null
   */
  ObjectNode written(@Nullable String behind) {
    var state = fields.deepCopy();
    if (leadsOn() && !state.has("Next") && !state.has("End")) {
      if (behind == null) {
        state.put("End", true);
      } else {
        state.put("Next", behind);
      }
    }
    return state;
  }

  /** At least one: the language has no shorter time. */
  static long seconds(Duration time) {
    return Math.max(1, time.plusMillis(999).toSeconds());
  }
}
