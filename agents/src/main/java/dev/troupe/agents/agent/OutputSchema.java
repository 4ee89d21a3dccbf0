package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.schema.JsonSchema;
import java.util.Optional;
import java.util.stream.Collectors;

/** The JSON Schema (2020-12) that a role's output must fit. */
public final class OutputSchema {
  private static final int FAULTS_SHOWN_AT_MOST = 5;

  private final JsonSchema schema;

  public OutputSchema(JsonNode definition) {
    this.schema = new JsonSchema(definition);
  }

  /** What is wrong with a definition itself, so that a bad role is refused at start. */
  public static Optional<String> faultOfDefinition(JsonNode definition) {
    return JsonSchema.faultOfDefinition(definition);
  }

  /** Where an output does not fit; empty if it does. */
  public Optional<String> fault(JsonNode output) {
    try {
      var misfits = schema.misfits(output);
      return misfits.isEmpty()
          ? Optional.empty()
          : Optional.of(
              misfits.stream()
                  .limit(FAULTS_SHOWN_AT_MOST)
                  .map(JsonSchema.Misfit::said)
                  .collect(Collectors.joining("; ", "It does not fit its schema: ", ".")));
    } catch (JsonSchema.Undecided undecided) {
      return Optional.of("It cannot be checked: %s.".formatted(undecided.why()));
    }
  }
}
