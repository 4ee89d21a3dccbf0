package dev.troupe.supervisor.task;

import dev.troupe.agents.shared.Entry;
import dev.troupe.agents.shared.Question;
import dev.troupe.supervisor.task.Approval.Asked;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whose question is whose.
 *
 * @param all oldest first, no two of one question
 */
record Claims(List<Claim> all) {
  static final Claims NONE = new Claims(List.of());

  /** The task is in memory, and all are shown at once. */
  static final int AT_MOST = 64;

  /** Code points, as the schema of {@code claim_question} counts them. */
  private static final int QUESTION_AT_MOST = 300;

  /**
   * An agent works on a question.
   *
   * @param by {@code role/number} of the agent
   * @param frame that it works in
   * @param asked by which it claimed the question; null where it was assigned
   */
  record Claim(
      String question, String by, int assignment, int frame, @Nullable Asked asked, Instant at) {}

  Optional<Claim> holder(String question) {
    var wanted = Question.plain(question);
    return all.stream()
        .filter(claim -> Question.plain(claim.question()).equals(wanted))
        .findFirst();
  }

  /**
   * Why a question that nobody has cannot be claimed; empty if it can be.
   *
   * @param underWay assignments that somebody is at
   */
  Optional<String> fault(String question, Supplier<Set<Integer>> underWay) {
    if (!isQuestion(question)) {
      return Optional.of(
          "a question is a text of 1 to %d characters; put it more briefly, or go on without a claim"
              .formatted(QUESTION_AT_MOST));
    }
    return hasRoom(underWay)
        ? Optional.empty()
        : Optional.of(
            "%d questions of this task are claimed by agents at work, and no more are taken; go on without a claim"
                .formatted(AT_MOST));
  }

  private static boolean isQuestion(String question) {
    return !question.isBlank() && question.codePointCount(0, question.length()) <= QUESTION_AT_MOST;
  }

  private boolean hasRoom(Supplier<Set<Integer>> underWay) {
    return all.size() < AT_MOST || returned(underWay).isPresent();
  }

  /** The oldest whose agent is done. */
  private Optional<Claim> returned(Supplier<Set<Integer>> underWay) {
    var open = underWay.get();
    return all.stream().filter(claim -> !open.contains(claim.assignment())).findFirst();
  }

  /**
   * Nothing changes where it cannot be claimed, or is somebody's already. Whoever is given a
   * question takes the place of one who has returned.
   */
  Claims with(Claim claim, Supplier<Set<Integer>> underWay) {
    var holder = holder(claim.question());
    if (holder.isPresent()) {
      return claim.asked() != null || underWay.get().contains(holder.get().assignment())
          ? this
          : without(holder.get()::equals).and(claim);
    }
    return fault(claim.question(), underWay).isEmpty() ? makingRoom(underWay).and(claim) : this;
  }

  /** Who returned first makes room. */
  private Claims makingRoom(Supplier<Set<Integer>> underWay) {
    return all.size() < AT_MOST
        ? this
        : returned(underWay).map(oldest -> without(oldest::equals)).orElse(this);
  }

  private Claims and(Claim claim) {
    return new Claims(Stream.concat(all.stream(), Stream.of(claim)).toList());
  }

  Claims without(Predicate<Claim> left) {
    return all.stream().noneMatch(left)
        ? this
        : new Claims(all.stream().filter(left.negate()).toList());
  }

  Stream<Entry> entries(String task) {
    return all.stream()
        .map(claim ->
            new Entry.Claimed(task, claim.question(), claim.by(), claim.assignment(), claim.at()));
  }
}
