package dev.troupe.supervisor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a completed task's work came to; its workflow says so. */
public enum Outcome {
  ANSWERED,
  NO_ANSWER,
  UNAPPROVED,
  /** Its budget was spent: what it had come to until then. */
  UNFINISHED;

  /**
   * As it is written in JSON: {@code answered}, {@code no-answer}, {@code unapproved}, {@code
   * unfinished}.
   */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
