package dev.troupe.supervisor.task;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names an approval by its task, assignment and attempt, or where an agent's model asks by that
 * one's call; it fits into a path of a URL.
 *
 * @param number the attempt's, or the call's
 * @param place in the reply that asks, from 1; {@link #OF_STEP} where the step itself asks
 */
public record ApprovalId(TaskId task, int assignment, int number, int place) {
  private static final int OF_STEP = 0;
  private static final Pattern TEXT =
      Pattern.compile("([^/.]{1,64})\\.(\\d{1,9})\\.(\\d{1,9})(?:\\.([1-9]\\d{0,8}))?");

  public ApprovalId(TaskId task, int assignment, int attempt) {
    this(task, assignment, attempt, OF_STEP);
  }

  ApprovalId(TaskId task, Approval.Asked asked) {
    this(task, asked.assignment(), asked.call(), asked.place());
  }

  /**
   * @param tenant whose approval it is if there is one: the text does not say it
   */
  public static Optional<ApprovalId> read(String tenant, String text) {
    var matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new ApprovalId(
                new TaskId(tenant, matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                matcher.group(4) == null ? OF_STEP : Integer.parseInt(matcher.group(4))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    var ofStep = "%s.%d.%d".formatted(task.id(), assignment, number);
    return place == OF_STEP ? ofStep : ofStep + "." + place;
  }
}
