package dev.troupe.supervisor.task;

import java.util.Optional;
import java.util.regex.Pattern;

/** Names an approval by its task, assignment and attempt; it fits into a path of a URL. */
public record ApprovalId(TaskId task, int assignment, int attempt) {
  private static final Pattern TEXT = Pattern.compile("([^/.]{1,64})\\.(\\d{1,9})\\.(\\d{1,9})");

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
                Integer.parseInt(matcher.group(3))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "%s.%d.%d".formatted(task.id(), assignment, attempt);
  }
}
