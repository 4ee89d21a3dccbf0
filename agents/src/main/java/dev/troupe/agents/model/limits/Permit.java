package dev.troupe.agents.model.limits;

/** A try under way; its end is told once, and what is told after that has no effect. */
public interface Permit extends AutoCloseable {
  /**
   * @param tokens in and out, as the endpoint counts them; 0 if it does not say
   */
  void answered(long tokens);

  void ended(Outcome outcome);

  /** {@link Outcome#STOPPED}, if nothing else has been told. */
  @Override
  default void close() {
    ended(Outcome.STOPPED);
  }
}
