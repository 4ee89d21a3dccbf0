package dev.troupe.supervisor.task;

import dev.troupe.supervisor.ApprovalDecision.Choice;
import dev.troupe.supervisor.ApprovalStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A question that a step puts to people.
 *
 * @param quorum how many different voters must approve
 * @param standing who is asked now, and until when
 * @param chain who is asked next, each in turn
 * @param failure of the step that is put to people instead of being handled; null where the step
 *     itself asks
 * @param asked by an agent's model, in the midst of its work; null where the step asks
 * @param sequence of the event that opened it
 */
public record Approval(
    String id,
    String state,
    String question,
    @Nullable Held details,
    @Nullable Held form,
    int quorum,
    Standing standing,
    List<Level> chain,
    List<Vote> votes,
    @Nullable Failure failure,
    @Nullable Asked asked,
    Instant requestedAt,
    long sequence) {

  /**
   * Which of an agent's tool calls it answers.
   *
   * @param call of the model, whose reply asks
   * @param place in that reply, from 1
   */
  public record Asked(int assignment, int call, int place) {}

  /** People who are asked, and how long; for ever where no time is given. */
  public record Level(List<String> approvers, @Nullable Integer expiresInSeconds) {
    @Nullable Instant expiresAt(Instant from) {
      return expiresInSeconds == null ? null : from.plusSeconds(expiresInSeconds);
    }
  }

  /** How it stands. */
  public record Standing(
      int level,
      List<String> approvers,
      @Nullable Instant expiresAt,
      ApprovalStatus status,
      @Nullable Instant closedAt) {}

  /** One decision that counted. */
  public record Vote(
      Choice choice,
      String by,
      @Nullable String as,
      @Nullable Held edits,
      @Nullable String comment,
      Instant at) {

    boolean isOf(String who, @Nullable String claimed) {
      return by.equals(who) && Objects.equals(as, claimed);
    }
  }

  /** Why a step failed. */
  public record Failure(String error, String cause) {}

  boolean isOpen() {
    return standing.status() == ApprovalStatus.OPEN;
  }

  long approvals() {
    return votes.stream().filter(vote -> vote.choice() == Choice.APPROVE).count();
  }

  /** Who has already decided. */
  boolean hasDecided(String by, @Nullable String as) {
    return votes.stream().anyMatch(vote -> vote.isOf(by, as));
  }

  /** What is still needed of its content, once it was decided. */
  Stream<Held> edits() {
    return votes.stream().flatMap(vote -> Stream.ofNullable(vote.edits()));
  }

  Approval escalated(ApprovalEvent.ApprovalEscalated event) {
    var next =
        new Standing(
            event.level(), event.approvers(), event.expiresAt(), ApprovalStatus.OPEN, null);
    return with(next, chain.subList(1, chain.size()), votes);
  }

  Approval decided(Vote vote, ApprovalStatus status) {
    var all = Stream.concat(votes.stream(), Stream.of(vote)).toList();
    var after = with(standing, chain, all);
    return status == ApprovalStatus.OPEN ? after : after.closed(status, vote.at());
  }

  Approval closed(ApprovalStatus status, Instant at) {
    var end =
        new Standing(standing.level(), standing.approvers(), standing.expiresAt(), status, at);
    return with(end, chain, votes);
  }

  /** As it is remembered: its details and its form are in the journal. */
  Approval remembered() {
    return new Approval(
        id,
        state,
        question,
        null,
        null,
        quorum,
        standing,
        chain,
        votes,
        failure,
        asked,
        requestedAt,
        sequence);
  }

  private Approval with(Standing now, List<Level> rest, List<Vote> all) {
    return new Approval(
        id,
        state,
        question,
        details,
        form,
        quorum,
        now,
        List.copyOf(rest),
        all,
        failure,
        asked,
        requestedAt,
        sequence);
  }
}
