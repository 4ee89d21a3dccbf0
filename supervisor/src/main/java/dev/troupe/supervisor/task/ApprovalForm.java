package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.schema.JsonSchema;
import dev.troupe.supervisor.SubmitReply.Fault;
import java.util.List;
import java.util.Optional;

/** The JSON Schema (2020-12) that edits to an approval must fit. */
final class ApprovalForm {
  private static final int BYTES_AT_MOST = 64 * 1024;
  private static final int FAULTS_AT_MOST = 20;

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

  private static Fault fault(JsonSchema.Misfit misfit) {
    return new Fault(
        "/edits" + misfit.pointer(),
        "It does not fit the approval's form: %s.".formatted(misfit.what()));
  }
}
