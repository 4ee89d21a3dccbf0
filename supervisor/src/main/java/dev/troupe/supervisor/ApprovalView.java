package dev.troupe.supervisor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.ApprovalDecision.Choice;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An approval as its task's supervisor sees it now.
 *
 * @param state of the workflow whose step asks
 * @param form JSON Schema that edits must fit; null where anything does
 * @param approvers who is asked now: recorded, not enforced until access control exists
 * @param level how often it was handed on because nobody decided in time
 * @param sequence of the event that opened it, in its task's journal
 * @param late decisions that did not count, the oldest first: so many as the audit record holds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApprovalView(
    String id,
    String task,
    String state,
    String question,
    @Nullable JsonNode details,
    @Nullable JsonNode form,
    List<String> approvers,
    int quorum,
    int level,
    ApprovalStatus status,
    Instant requestedAt,
    @Nullable Instant expiresAt,
    @Nullable Instant closedAt,
    List<Vote> decisions,
    long sequence,
    List<Late> late) {

  /** One decision that counted. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Vote(
      Choice decision,
      String by,
      @Nullable String as,
      @Nullable JsonNode edits,
      @Nullable String comment,
      Instant at) {}

  /**
   * A decision that came when the approval was not open any more, or twice from the same voter.
   *
   * @param why it did not count
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Late(
      Choice decision,
      String by,
      @Nullable String as,
      @Nullable JsonNode edits,
      @Nullable String comment,
      String why,
      Instant at) {}

  public ApprovalView with(
      @Nullable JsonNode asked, @Nullable JsonNode schema, List<Late> decidedLate) {
    return new ApprovalView(
        id,
        task,
        state,
        question,
        asked,
        schema,
        approvers,
        quorum,
        level,
        status,
        requestedAt,
        expiresAt,
        closedAt,
        decisions,
        sequence,
        decidedLate);
  }
}
