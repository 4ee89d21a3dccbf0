package dev.troupe.supervisor;

import java.util.List;

/** What became of a submission. */
public sealed interface SubmitReply {

  /** Durable. {@code fresh} is false where the same submission had been accepted before. */
  record Accepted(String id, TaskStatus status, boolean fresh) implements SubmitReply {}

  /** The idempotency key was used for another body. */
  record Conflict(String id) implements SubmitReply {}

  record Invalid(List<Fault> faults) implements SubmitReply {}

  /** Not accepted, nothing kept: try again later. */
  record Unavailable(String reason) implements SubmitReply {}

  /** One fault of a submission. {@code pointer} is a JSON pointer into the request body. */
  record Fault(String pointer, String detail) {}
}
