package dev.troupe.supervisor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where two tasks part.
 *
 * @param common the last state of the workflow itself that both left in the same way, all before it
 *     being the same too; null where not even the first one is
 */
public record TaskDiff(@Nullable Common common, Side task, Side other) {

  /**
   * @param sequence of its state-exited in the one journal
   * @param otherSequence and in the other
   */
  public record Common(String state, long sequence, long otherSequence) {}

  /**
   * One task behind the common state.
   *
   * @param status never {@code waiting}: that is {@code running} here
   * @param difference its first event that the other one does not have in this place; null where
   *     there is none
   * @param states of the workflow itself that were left behind it, oldest first
   * @param statesLeftOut how many more there were
   * @param output what the task ended with; null where it did not complete, or the output is large
   * @param usage behind the common state
   */
  public record Side(
      String id,
      TaskStatus status,
      @Nullable TaskEventView difference,
      List<Left> states,
      int statesLeftOut,
      @Nullable JsonNode output,
      TaskView.@Nullable Failure failure,
      Usage usage) {}

  /**
   * A state that was left.
   *
   * @param output null where it has more bytes than are shown
   */
  public record Left(String state, long sequence, @Nullable JsonNode output, int outputBytes) {}

  /** What became of the wish to see one. */
  public sealed interface Reply {
    record Found(TaskDiff diff) implements Reply {}

    /** There is no such task. */
    record Unknown(String id) implements Reply {}
  }
}
