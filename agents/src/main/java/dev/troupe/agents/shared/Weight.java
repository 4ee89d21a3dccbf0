package dev.troupe.agents.shared;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** How many bytes texts take. Pure. */
final class Weight {
  /** Names of fields, moments and what the CRDT keeps beside an entry. */
  static final int OF_ENTRY = 200;

  private Weight() {}

  static int of(@Nullable String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }
}
