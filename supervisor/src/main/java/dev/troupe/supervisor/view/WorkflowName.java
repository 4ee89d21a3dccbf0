package dev.troupe.supervisor.view;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a workflow can be called. */
final class WorkflowName {
  /** Under it tasks are listed that bring a definition along. */
  static final String INLINE = "inline";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  private WorkflowName() {}

  /** Why it cannot be a name; empty if it can. */
  static Optional<String> fault(String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.of(
          "'%s' cannot be a workflow's name: a name has 1 to 64 of a-z, 0-9 and '-', and does not begin with '-'."
              .formatted(name));
    }
    return name.equals(INLINE)
        ? Optional.of("'inline' is what tasks with a definition of their own are listed under.")
        : Optional.empty();
  }
}
