package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A task behind its end.
 *
 * @param cancelling work that was open then: its agents are told until they have heard it
 * @param closed all approvals that there were
 * @param last how it stood then: what a next run begins with
 */
record Ended(
    Terms terms,
    End end,
    Instant endedAt,
    Spent spent,
    Set<String> models,
    long sequence,
    List<Work> cancelling,
    Map<String, Approval> closed,
    Running last)
    implements Task {

  /** How it ended. */
  sealed interface End {
    record Completed(Outcome outcome, JsonNode output) implements End {}

    record Failed(String error, String cause) implements End {}

    record Cancelled(String reason) implements End {}
  }
}
