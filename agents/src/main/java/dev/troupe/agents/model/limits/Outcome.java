package dev.troupe.agents.model.limits;

/** What became of a try that was let out. */
public enum Outcome {
  /** The endpoint works and said no: nothing was spent. */
  DENIED,
  /** No connection, or the endpoint is broken: nothing was spent. */
  DOWN,
  /** No answer in time: what it spent is unknown. */
  LATE,
  /** An answer that is none: what it spent is unknown. */
  UNREADABLE,
  /** It stayed on this side: nothing was spent, and nothing is known of the endpoint. */
  NOT_SENT,
  /** The caller gave up: what it spent is unknown, and nothing is known of the endpoint. */
  STOPPED
}
