package dev.troupe.supervisor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a completed task's work came to; its workflow says so. */
public enum Outcome {
  ANSWERED,
  NO_ANSWER,
  UNAPPROVED;

  /** As it is written in JSON: {@code answered}, {@code no-answer}, {@code unapproved}. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
