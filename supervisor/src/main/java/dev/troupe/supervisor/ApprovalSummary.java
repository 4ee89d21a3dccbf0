package dev.troupe.supervisor;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of the list of approvals: a projection, a moment behind the task itself. */
public record ApprovalSummary(
    String id,
    String task,
    String state,
    String question,
    List<String> approvers,
    int quorum,
    int level,
    ApprovalStatus status,
    Instant requestedAt,
    @Nullable Instant expiresAt,
    @Nullable Instant closedAt) {

  /** What to list, newest first; {@code cursor} is a former page's {@code next}. */
  public record Query(
      String tenant,
      @Nullable String task,
      @Nullable ApprovalStatus status,
      @Nullable String cursor,
      int limit) {}

  public record Page(List<ApprovalSummary> approvals, @Nullable String next) {}
}
