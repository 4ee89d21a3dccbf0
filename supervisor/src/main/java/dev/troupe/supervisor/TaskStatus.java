package dev.troupe.supervisor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

public enum TaskStatus {
  RUNNING,
  WAITING,
  COMPLETED,
  FAILED,
  CANCELLED;

  public boolean ended() {
    return switch (this) {
      case RUNNING, WAITING -> false;
      case COMPLETED, FAILED, CANCELLED -> true;
    };
  }

  /** As it is written in JSON: {@code running}, {@code waiting}, ... */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
