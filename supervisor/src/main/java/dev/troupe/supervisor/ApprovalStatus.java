package dev.troupe.supervisor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What became of a question to people. */
public enum ApprovalStatus {
  OPEN,
  APPROVED,
  REJECTED,
  /** Nobody decided in time, and nobody was left to be asked. */
  EXPIRED,
  /** Its step is not wanted any more. */
  CANCELLED;

  /** As it is written in JSON: {@code open}, {@code approved}, ... */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
