package dev.troupe.supervisor.task;

import dev.troupe.agents.shared.Finding;
import dev.troupe.agents.shared.Shared;
import dev.troupe.agents.shared.Source;
import java.util.List;
import java.util.stream.IntStream;

/** As much as an agent may let others know. */
final class LargeFindings {
  private LargeFindings() {}

  static Shared shared(int assignment) {
    return new Shared(
        IntStream.range(0, Shared.FINDINGS_AT_MOST)
            .mapToObj(number -> finding(assignment, number))
            .toList(),
        null);
  }

  /** As long as it may be. */
  private static Finding finding(int assignment, int number) {
    var longest = finding(assignment, number, 0);
    for (int more = 1; !longest.exceedsBound(); more++) {
      var longer = finding(assignment, number, more);
      if (longer.exceedsBound()) {
        return longest;
      }
      longest = longer;
    }
    throw new AssertionError("Too long with nothing in it: " + longest);
  }

  private static Finding finding(int assignment, int number, int more) {
    var source = new Source("d".repeat(50), "p".repeat(64), "q".repeat(60));
    return Finding.of(
        "r".repeat(32) + "/" + assignment,
        "Claim %d.%d %s".formatted(assignment, number, "c".repeat(more)),
        List.of(source, source, source),
        0.123456789012345,
        List.of("0123456789abcdef"),
        Rehearsal.START);
  }
}
