package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.SubmitReply.Fault;
import java.util.List;
import java.util.Optional;

/** The JSON Schema (2020-12) that edits to an approval must fit. Nothing is loaded for it. */
final class ApprovalForm {
  private static final SchemaLocation LANGUAGE =
      SchemaLocation.of("https://json-schema.org/draft/2020-12/schema");
  private static final int BYTES_AT_MOST = 64 * 1024;
  private static final int FAULTS_AT_MOST = 20;

  private ApprovalForm() {}

  /** What is wrong with a form itself. */
  static Optional<String> faultOfDefinition(JsonNode form) {
    if (JsonSize.of(form) > BYTES_AT_MOST) {
      return Optional.of("it is larger than %d bytes".formatted(BYTES_AT_MOST));
    }
    try {
      var errors = registry().getSchema(LANGUAGE).validate(Json.write(form), InputFormat.JSON);
      if (!errors.isEmpty()) {
        return errors.stream().findFirst().map(ApprovalForm::sentence);
      }
      // Whatever a reference cannot find shows at the first use, and so does one to itself.
      registry().getSchema(Json.write(form), InputFormat.JSON).validate("{}", InputFormat.JSON);
      return Optional.empty();
    } catch (SchemaException broken) {
      return Optional.of(String.valueOf(broken.getMessage()));
    } catch (StackOverflowError endless) {
      return Optional.of("it refers to itself without end");
    }
  }

  /** Why the edits do not fit, each with a pointer into the decision; empty where they do. */
  static List<Fault> faults(JsonNode form, JsonNode edits) {
    try {
      // A registry of its own: what a form calls itself is no other form's business.
      return registry()
          .getSchema(Json.write(form), InputFormat.JSON)
          .validate(Json.write(edits), InputFormat.JSON)
          .stream()
          .limit(FAULTS_AT_MOST)
          .map(error -> new Fault("/edits" + error.getInstanceLocation(), detail(error)))
          .toList();
    } catch (SchemaException | StackOverflowError broken) {
      return List.of(new Fault("/edits", "The form cannot be applied to this: " + broken));
    }
  }

  private static String detail(Error error) {
    return "It does not fit the approval's form: %s.".formatted(error.getMessage());
  }

  private static String sentence(Error error) {
    var place = String.valueOf(error.getInstanceLocation());
    return (place.isEmpty() ? "at the top" : "at " + place) + ", " + error.getMessage();
  }

  private static SchemaRegistry registry() {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  }
}
