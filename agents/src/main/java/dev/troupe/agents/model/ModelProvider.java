package dev.troupe.agents.model;

import java.util.Optional;

/** One provider of models; blocks, and is therefore called on a virtual thread. */
interface ModelProvider {

  /**
   * @param model the model's name behind the provider's
   * @throws ModelFailure and nothing else, but for an interrupt
   */
  ModelReply answer(ModelGateway.Call call, String model) throws InterruptedException;

  /**
   * The body of the request for a call, which is not made; empty where none leaves this process.
   *
   * @throws ModelFailure if the provider has no endpoint for it
   */
  default Optional<String> rendered(ModelGateway.Call call, String model) {
    return Optional.empty();
  }

  /** As the conventions of telemetry name what it asks. */
  default String conventional() {
    return OfflineProvider.NAME;
  }

  /** Whether prompts are written to a cache there. */
  default boolean keepsPrompts() {
    return false;
  }
}
