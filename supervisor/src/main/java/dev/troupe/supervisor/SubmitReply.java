package dev.troupe.supervisor;

import java.time.Duration;
import java.util.List;

/** What became of a submission. */
public sealed interface SubmitReply {

  /** Durable. {@code fresh} is false where the same submission had been accepted before. */
  record Accepted(String id, TaskStatus status, boolean fresh) implements SubmitReply {}

  /** The idempotency key was used for another body. */
  record Conflict(String id) implements SubmitReply {}

  record Invalid(List<Fault> faults) implements SubmitReply {}

  /** Not accepted, nothing kept: try again, no sooner than said. */
  record Unavailable(String reason, Duration retryAfter) implements SubmitReply {}

  /** Nobody said in time whether it was accepted: the same again, with the same key, asks. */
  record Unknown(String reason) implements SubmitReply {}

  /** One fault of a submission. {@code pointer} is a JSON pointer into the request body. */
  record Fault(String pointer, String detail) {}
}
