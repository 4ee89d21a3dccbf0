package dev.troupe.agents.model;

import dev.troupe.agents.knowledge.ContentHash;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the body that a call sent, for as long as the call lasts. */
final class SentBody {
  private byte @Nullable [] last;

  void is(byte[] body) {
    last = body;
  }

  /** Empty where nothing was sent. */
  Optional<String> sha256() {
    return Optional.ofNullable(last).map(ContentHash::of);
  }
}
