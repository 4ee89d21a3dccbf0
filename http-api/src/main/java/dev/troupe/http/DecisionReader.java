package dev.troupe.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalDecision.Choice;
import dev.troupe.supervisor.SubmitReply.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /v1/approvals/ID}. What edits may be its form decides. */
final class DecisionReader {
  /** Who decides, as far as anybody knows until access control exists. */
  private static final String LOCAL = "local";

  private static final Set<String> FIELDS = Set.of("decision", "edits", "comment", "as");
  private static final int COMMENT_AT_MOST = 4_000;
  private static final int AS_AT_MOST = 128;

  private final JsonNode body;
  private final List<Fault> faults = new ArrayList<>();

  private DecisionReader(JsonNode body) {
    this.body = body;
  }

  /** The decision, or a problem that names every fault at once. */
  static ApprovalDecision read(JsonNode body) {
    var reader = new DecisionReader(body);
    var decision = reader.decision();
    if (!reader.faults.isEmpty()) {
      throw new ProblemException(Problem.invalid(List.copyOf(reader.faults)));
    }
    return decision;
  }

  private ApprovalDecision decision() {
    if (!body.isObject()) {
      faults.add(new Fault("", "a decision is {\"decision\": \"approve\"} or \"reject\""));
    }
    faults.addAll(UnknownFields.in(body, "", FIELDS));
    var edits = body.get("edits");
    return new ApprovalDecision(
        choice(),
        LOCAL,
        text("as", AS_AT_MOST),
        edits == null || edits.isNull() ? null : edits,
        text("comment", COMMENT_AT_MOST));
  }

  private Choice choice() {
    for (var choice : Choice.values()) {
      if (choice.wireName().equals(body.path("decision").textValue())) {
        return choice;
      }
    }
    faults.add(new Fault("/decision", "decision must be \"approve\" or \"reject\""));
    return Choice.REJECT;
  }

  private @Nullable String text(String field, int atMost) {
    var text = body.path(field);
    if (text.isMissingNode() || text.isNull()) {
      return null;
    }
    if (!text.isTextual() || text.asText().isBlank() || text.asText().length() > atMost) {
      faults.add(
          new Fault(
              "/" + field, "%s must be a text of 1 to %d characters".formatted(field, atMost)));
    }
    return text.asText();
  }
}
