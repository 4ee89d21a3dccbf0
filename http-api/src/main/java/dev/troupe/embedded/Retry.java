package dev.troupe.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.persistence.Json;
import java.time.Duration;
import java.util.List;

/**
 * When and how often a step is tried again. Where nothing else is said: three times, after one, two
 * and four seconds.
 */
public final class Retry {
  private final ObjectNode fields = Json.MAPPER.createObjectNode();

  private Retry(List<String> errors) {
    var names = fields.putArray("ErrorEquals");
    errors.forEach(names::add);
  }

  /**
   * After these errors.
   *
   * @param errors names; of an exception {@link Steps#errorOf}
   */
  public static Retry on(String... errors) {
    return new Retry(List.of(errors));
  }

  /** After any error. */
  public static Retry always() {
    return on("States.ALL");
  }

  public Retry times(int times) {
    fields.put("MaxAttempts", times);
    return this;
  }

  /** The time before the first of them. */
  public Retry after(Duration time) {
    fields.put("IntervalSeconds", Step.seconds(time));
    return this;
  }

  /** By what the time grows with each. */
  public Retry growing(double factor) {
    fields.put("BackoffRate", factor);
    return this;
  }

  /** The longest time between two. */
  public Retry atMost(Duration time) {
    fields.put("MaxDelaySeconds", Step.seconds(time));
    return this;
  }

  ObjectNode written() {
    return fields.deepCopy();
  }
}
