package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.troupe.persistence.Json;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The JSON Schema (2020-12) that a role's output must fit. */
public final class OutputSchema {
  private static final String DRAFT_2020_12 = "https://json-schema.org/draft/2020-12/schema";
  private static final int FAULTS_SHOWN_AT_MOST = 5;

  // Loading the validator costs a moment that nobody should wait for who does not need it.
  private static final Supplier<SchemaRegistry> REGISTRY =
      new Lazy<>(() -> SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12));

  private final Supplier<Schema> schema;

  public OutputSchema(JsonNode definition) {
    this.schema =
        new Lazy<>(() -> REGISTRY.get().getSchema(Json.write(definition), InputFormat.JSON));
  }

  /** What is wrong with a definition itself, so that a bad role is refused at start. */
  public static Optional<String> faultOfDefinition(JsonNode definition) {
    try {
      var language = REGISTRY.get().getSchema(SchemaLocation.of(DRAFT_2020_12));
      var errors = language.validate(Json.write(definition), InputFormat.JSON);
      return errors.stream().findFirst().map(OutputSchema::sentence);
    } catch (SchemaException broken) {
      return Optional.of(String.valueOf(broken.getMessage()));
    }
  }

  /** Where an output does not fit; empty if it does. */
  public Optional<String> fault(JsonNode output) {
    var errors = schema.get().validate(Json.write(output), InputFormat.JSON);
    return errors.isEmpty()
        ? Optional.empty()
        : Optional.of(
            errors.stream()
                .limit(FAULTS_SHOWN_AT_MOST)
                .map(OutputSchema::sentence)
                .collect(Collectors.joining("; ", "It does not fit its schema: ", ".")));
  }

  private static String sentence(Error error) {
    var place = String.valueOf(error.getInstanceLocation());
    return (place.isEmpty() ? "at the top" : "at " + place) + ", " + error.getMessage();
  }
}
