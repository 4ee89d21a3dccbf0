package dev.troupe.agents;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A call of a model within a task: {@code ASSIGNMENT:CALL}, the end of the call's idempotency key.
 */
public record CallNumber(int assignment, int call) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9}):(\\d{1,9})");

  /** Empty if it has another form. */
  public static Optional<CallNumber> parse(String text) {
    var form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(
            new CallNumber(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2))))
        : Optional.empty();
  }
}
