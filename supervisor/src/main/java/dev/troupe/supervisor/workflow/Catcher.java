package dev.troupe.supervisor.workflow;

import java.util.List;
import java.util.Map;

/** Where a failure leads instead of ending the machine. */
public record Catcher(
    List<String> errors, DataFlow flow, Map<String, Template> assign, String next) {

  public boolean covers(String error, boolean reportedByTask) {
    return ErrorNames.cover(errors, error, reportedByTask);
  }
}
