package dev.troupe.supervisor.task;

import dev.troupe.agents.shared.Entry;
import dev.troupe.agents.shared.Shared;
import dev.troupe.supervisor.task.Approval.Asked;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a task's agents have let each other know, and whose question is whose: what all nodes are
 * shown again when they have forgotten it.
 *
 * @param shared by assignment, oldest first; of more than {@link #AT_MOST} the oldest are let go
 * @param claims no two of one question
 */
record Gathered(List<Shared> shared, List<Claim> claims) {
  static final Gathered NOTHING = new Gathered(List.of(), List.of());

  /** Each holds at most 16 findings of 1 KiB, and the task is in memory. */
  static final int AT_MOST = 64;

  private static final int QUESTION_CHARACTERS_AT_MOST = 300;
  private static final Pattern SPACE = Pattern.compile("\\s+");

  /**
   * An agent works on a question.
   *
   * @param by {@code role/number} of the agent
   * @param frame that it works in
   * @param asked by which it claimed the question; null where it was assigned
   */
  record Claim(
      String question, String by, int assignment, int frame, @Nullable Asked asked, Instant at) {}

  /** Empty where there is no task. */
  static Optional<Gathered> of(Task task) {
    return switch (task) {
      case Task.Absent _ -> Optional.empty();
      case Copying copying -> of(copying.copied());
      case Running running -> Optional.of(running.gathered());
      case Ended ended -> Optional.of(ended.last().gathered());
    };
  }

  /** Of an agent, where others see it. */
  static String name(Work work) {
    return work.role() + "/" + work.agent();
  }

  boolean isNothing() {
    return shared.isEmpty() && claims.isEmpty();
  }

  Gathered with(@Nullable Shared more) {
    if (more == null) {
      return this;
    }
    var all = Stream.concat(shared.stream(), Stream.of(more)).toList();
    return new Gathered(all.subList(Math.max(0, all.size() - AT_MOST), all.size()), claims);
  }

  /** Nothing changes where the question is somebody's already, or too long to be one. */
  Gathered claimed(Claim claim) {
    return claim.question().length() > QUESTION_CHARACTERS_AT_MOST
            || claim.question().isBlank()
            || claims.size() >= AT_MOST
            || holder(claim.question()).isPresent()
        ? this
        : new Gathered(shared, Stream.concat(claims.stream(), Stream.of(claim)).toList());
  }

  Optional<Claim> holder(String question) {
    var wanted = plain(question);
    return claims.stream().filter(claim -> plain(claim.question()).equals(wanted)).findFirst();
  }

  /** The same question in other capitals, or with other spaces, is the same. */
  private static String plain(String question) {
    return SPACE.matcher(question.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
  }

  /** Nobody works on it any more who had claimed it by this assignment. */
  Gathered released(int assignment) {
    return claims.stream().noneMatch(claim -> claim.assignment() == assignment)
        ? this
        : new Gathered(
            shared, claims.stream().filter(claim -> claim.assignment() != assignment).toList());
  }

  /** All that works in a frame has come to nothing. */
  Gathered leftBy(int frame) {
    return claims.stream().noneMatch(claim -> claim.frame() == frame)
        ? this
        : new Gathered(shared, claims.stream().filter(claim -> claim.frame() != frame).toList());
  }

  List<Entry> entries(String task) {
    return Stream.concat(
            shared.stream().flatMap(each -> each.entries(task).stream()), shownClaims(task))
        .toList();
  }

  private Stream<Entry> shownClaims(String task) {
    return claims.stream()
        .map(claim ->
            new Entry.Claimed(task, claim.question(), claim.by(), claim.assignment(), claim.at()));
  }
}
