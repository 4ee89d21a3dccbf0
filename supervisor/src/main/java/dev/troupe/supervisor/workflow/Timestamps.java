package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Instants as the language writes them: RFC 3339 with a capital T and a zone. */
public final class Timestamps {
  private static final Pattern FORM =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?(?:Z|[+-]\\d\\d:\\d\\d)");

  private Timestamps() {}

  /** Null if the value is no instant. */
  public static @Nullable Instant parse(JsonNode value) {
    if (!value.isTextual() || !FORM.matcher(value.textValue()).matches()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(value.textValue()).toInstant();
    } catch (DateTimeException unreal) {
      return null;
    }
  }

  static Instant of(JsonNode value) {
    var instant = parse(value);
    if (instant == null) {
      throw new IllegalArgumentException("No instant: " + value);
    }
    return instant;
  }
}
