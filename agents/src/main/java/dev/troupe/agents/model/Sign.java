package dev.troupe.agents.model;

/** What one message of an answer says of the answer itself. */
sealed interface Sign {
  Sign GOES_ON = new GoesOn();
  Sign MAY_END = new MayEnd();
  Sign END = new End();

  record GoesOn() implements Sign {}

  /** The answer is whole if nothing follows; what follows is still read. */
  record MayEnd() implements Sign {}

  record End() implements Sign {}

  /** The provider's filter stepped in. */
  record Refused(String why) implements Sign {}

  /**
   * An error where the status said success.
   *
   * @param status what the protocol answers to such an error otherwise
   * @param body as it was sent
   */
  record Failed(int status, String body) implements Sign {}
}
