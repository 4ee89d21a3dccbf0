package dev.troupe.agents.model;

/** One provider of models; blocks, and is therefore called on a virtual thread. */
interface ModelProvider {

  /**
   * @param model the model's name behind the provider's
   * @throws ModelFailure and nothing else, but for an interrupt
   */
  ModelReply answer(ModelGateway.Call call, String model) throws InterruptedException;
}
