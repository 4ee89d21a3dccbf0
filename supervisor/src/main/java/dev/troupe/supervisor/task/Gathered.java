package dev.troupe.supervisor.task;

import dev.troupe.agents.shared.Entry;
import dev.troupe.agents.shared.Shared;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a task's agents have let each other know, and whose question is whose: what all nodes are
 * shown again when they have forgotten it.
 *
 * @param shared by assignment, oldest first; past the bounds the oldest are let go
 */
record Gathered(List<Shared> shared, Claims claims) {
  static final Gathered NOTHING = new Gathered(List.of(), Claims.NONE);

  /** The task is in memory. */
  static final int ASSIGNMENTS_AT_MOST = 64;

  /** All of it is told in one message, and a frame between nodes has 1 MiB. */
  static final int BYTES_AT_MOST = 512 * 1024;

  /** Empty where there is no task. */
  static Optional<Gathered> of(Task task) {
    return switch (task) {
      case Task.Absent _, Retired _ -> Optional.empty();
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
    return shared.isEmpty() && claims.all().isEmpty();
  }

  Gathered with(@Nullable Shared more) {
    if (more == null) {
      return this;
    }
    var all = new ArrayList<>(shared);
    all.add(more);
    var bytes = all.stream().mapToInt(Shared::bytes).sum();
    while (all.size() > ASSIGNMENTS_AT_MOST || bytes > BYTES_AT_MOST) {
      bytes -= all.removeFirst().bytes();
    }
    return new Gathered(List.copyOf(all), claims);
  }

  Gathered with(Claims others) {
    return others.equals(claims) ? this : new Gathered(shared, others);
  }

  /** Nobody works on it any more who had claimed it by this assignment. */
  Gathered released(int assignment) {
    return with(claims.without(claim -> claim.assignment() == assignment));
  }

  /** All that works in a frame has come to nothing. */
  Gathered leftBy(int frame) {
    return with(claims.without(claim -> claim.frame() == frame));
  }

  List<Entry> entries(String task) {
    return Stream.concat(
            shared.stream().flatMap(each -> each.entries(task).stream()), claims.entries(task))
        .toList();
  }
}
