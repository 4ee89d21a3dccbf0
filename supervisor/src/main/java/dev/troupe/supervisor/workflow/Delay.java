package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.workflow.jsonpath.JsonPath;
import java.time.Duration;
import java.time.Instant;

/** How long a Wait state waits: a number of seconds, or until an instant. */
public sealed interface Delay {
  /** The service's own bound. */
  Duration AT_MOST = Duration.ofSeconds(Integer.MAX_VALUE);

  /** When the wait, begun at the scope's moment, is over. */
  Instant until(Scope scope);

  record Seconds(Template template) implements Delay {
    @Override
    public Instant until(Scope scope) {
      var seconds = seconds(scope);
      if (seconds < 0) {
        throw EvaluationFailure.runtime("The Seconds of a wait cannot be negative.");
      }
      return bounded(scope, scope.moment().now().plusSeconds(Math.min(seconds, 1L << 40)));
    }

    private long seconds(Scope scope) {
      if (template instanceof Template.Named(_, JsonPath path)) {
        var value =
            path.find(scope)
                .orElseThrow(() ->
                    EvaluationFailure.runtime(
                        "The SecondsPath parameter does not reference an input value: "
                            + path.source()));
        return whole(value, path);
      }
      return new Quantity("Seconds", template).whole(scope, 0);
    }

    private static long whole(JsonNode value, JsonPath path) {
      if (value.isIntegralNumber() && value.canConvertToLong()) {
        return value.longValue();
      }
      if (value.isTextual() && value.textValue().matches("-?\\d{1,18}")) {
        return Long.parseLong(value.textValue());
      }
      throw EvaluationFailure.runtime(
          "The SecondsPath parameter cannot be parsed as a long value: %s == %s"
              .formatted(path.source(), value));
    }
  }

  record Timestamp(Template template) implements Delay {
    @Override
    public Instant until(Scope scope) {
      return bounded(
          scope,
          template instanceof Template.Named(_, JsonPath path) ? at(path, scope) : given(scope));
    }

    private static Instant at(JsonPath path, Scope scope) {
      var value =
          path.find(scope)
              .orElseThrow(() ->
                  EvaluationFailure.runtime(
                      "The TimestampPath parameter does not reference an input value: "
                          + path.source()));
      var instant = Timestamps.parse(value);
      if (instant == null) {
        throw EvaluationFailure.runtime(
            "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: %s == %s"
                .formatted(path.source(), value.asText()));
      }
      return instant;
    }

    private Instant given(Scope scope) {
      var value = template.evaluate(scope, "Timestamp");
      var instant = Timestamps.parse(value);
      if (instant == null) {
        throw EvaluationFailure.query(
            "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: "
                + value.asText());
      }
      return instant;
    }
  }

  private static Instant bounded(Scope scope, Instant until) {
    if (until.isAfter(scope.moment().now().plus(AT_MOST))) {
      throw EvaluationFailure.runtime("Wait state delay is too long.");
    }
    return until;
  }
}
