package dev.troupe.persistence.cassandra;

/** A claim that was given up: another round would not help, a later claim may. */
class NotClaimed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotClaimed(String message) {
    super(message);
  }

  static NotClaimed suspended() {
    return new NotClaimed("This node was suspended, and ends.");
  }
}
