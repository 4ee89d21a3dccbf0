package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.schema.JsonSchema;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalDecision.Choice;
import dev.troupe.supervisor.SubmitReply.Fault;
import java.util.List;
import java.util.Optional;

/** The JSON Schema (2020-12) that edits to an approval must fit. */
final class ApprovalForm {
  private static final int BYTES_AT_MOST = 64 * 1024;
  private static final int FAULTS_AT_MOST = 20;
  private static final int SHOWN_AT_MOST = 1_000;

  private ApprovalForm() {}

  /** What is wrong with a form itself. */
  static Optional<String> faultOfDefinition(JsonNode form) {
    return JsonSize.of(form) > BYTES_AT_MOST
        ? Optional.of("it is larger than %d bytes".formatted(BYTES_AT_MOST))
        : JsonSchema.faultOfForm(form);
  }

  /** Why the edits do not fit, each with a pointer into the decision; empty where they do. */
  static List<Fault> faults(JsonNode form, JsonNode edits) {
    try {
      return new JsonSchema(form)
          .misfits(edits).stream().limit(FAULTS_AT_MOST).map(ApprovalForm::fault).toList();
    } catch (JsonSchema.Undecided undecided) {
      return List.of(
          new Fault(
              "/edits",
              "They cannot be checked against the approval's form: %s. Nothing was decided."
                  .formatted(undecided.why())));
    }
  }

  /** A question wants an answer, unless its form would do without. */
  static Optional<Fault> missing(Approval approval, ApprovalDecision decision) {
    var form = approval.form();
    if (approval.asked() == null
        || form == null
        || decision.choice() != Choice.APPROVE
        || faults(form.json(), JsonNodeFactory.instance.objectNode()).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Fault(
            "/edits",
            "The question wants an answer: say in 'edits' %s. To give none, reject it."
                .formatted(wanted(form.json()))));
  }

  private static String wanted(JsonNode form) {
    var choices = form.path("enum");
    return choices.isArray()
        ? "one of " + cut(Json.write(choices))
        : "what fits its form, " + cut(Json.write(form));
  }

  private static String cut(String text) {
    return text.length() <= SHOWN_AT_MOST ? text : text.substring(0, SHOWN_AT_MOST) + "...";
  }

  private static Fault fault(JsonSchema.Misfit misfit) {
    return new Fault(
        "/edits" + misfit.pointer(),
        "It does not fit the approval's form: %s.".formatted(misfit.what()));
  }
}
