package dev.troupe.persistence.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.ValidationLimitExceededException;
import dev.troupe.persistence.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.PatternSyntaxException;

/**
 * A JSON Schema, 2020-12 where it does not say. Whoever wrote it, and whatever it is asked to
 * check: the work is bounded, and nothing is loaded.
 */
public final class JsonSchema {
  private static final Supplier<Schema> LANGUAGE =
      new Once<>(() ->
          registry().getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema")));
  private static final int STEPS_AT_MOST = 200_000;
  private static final int STEPS_OF_DEFINITION_AT_MOST = 2_000_000;
  private static final int DEPTH_AT_MOST = 1_000;
  private static final int NESTING_AT_MOST = 400;
  private static final int SAID_AT_MOST = 300;

  private final Supplier<Schema> schema;

  /**
   * Where a value does not fit.
   *
   * @param pointer into the value
   */
  public record Misfit(String pointer, String what) {

    /** As a part of a sentence. */
    public String said() {
      return (pointer.isEmpty() ? "at the top" : "at " + pointer) + ", " + what;
    }
  }

  /** It cannot be told whether a value fits. */
  public static final class Undecided extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Undecided(String why) {
      super(why, null, false, false);
    }

    public String why() {
      return String.valueOf(getMessage());
    }
  }

  public JsonSchema(JsonNode definition) {
    // Loading the validator costs a moment that nobody should wait for who does not need it.
    // A registry of its own: what a schema calls itself is no other's business.
    this.schema = new Once<>(() -> registry().getSchema(Json.write(definition), InputFormat.JSON));
  }

  /** What is wrong with a definition itself. */
  public static Optional<String> faultOfDefinition(JsonNode definition) {
    try {
      return check(LANGUAGE, definition, STEPS_OF_DEFINITION_AT_MOST).stream()
          .findFirst()
          .map(Misfit::said);
    } catch (Undecided undecided) {
      return Optional.of(undecided.why());
    }
  }

  /** The same for one that anybody may have written, for people: it has to be small, and closed. */
  public static Optional<String> faultOfForm(JsonNode form) {
    return FormShape.fault(form).or(() -> faultOfDefinition(form)).or(() -> faultInUse(form));
  }

  /** Why a definition cannot be applied to anything. */
  public static Optional<String> faultInUse(JsonNode definition) {
    try {
      var schema = new JsonSchema(definition).schema;
      Supplier<Schema> whole =
          () -> {
            schema.get().initializeValidators();
            return schema.get();
          };
      check(whole, Json.MAPPER.createObjectNode(), STEPS_AT_MOST);
      return Optional.empty();
    } catch (Undecided undecided) {
      return Optional.of(undecided.why());
    }
  }

  /** Why an expression should not be in a schema that others wrote; as a part of a sentence. */
  public static Optional<String> faultOfPattern(String expression) {
    return SilentWays.fault(expression);
  }

  /**
   * Empty where the value fits.
   *
   * @throws Undecided where that cannot be told, or would take too long
   */
  public List<Misfit> misfits(JsonNode value) {
    return check(schema, value, STEPS_AT_MOST);
  }

  private static List<Misfit> check(Supplier<Schema> schema, JsonNode value, int steps) {
    if (isDeeper(value, NESTING_AT_MOST)) {
      throw new Undecided("it is nested more than %d deep".formatted(NESTING_AT_MOST));
    }
    try {
      return BoundedPattern.sharingReads(() ->
          schema
              .get()
              .validate(Json.write(value), InputFormat.JSON, context -> bound(context, steps))
              .stream()
              .map(JsonSchema::misfit)
              .toList());
    } catch (RuntimeException | StackOverflowError broken) {
      throw new Undecided(why(broken));
    }
  }

  private static void bound(ExecutionContext context, int steps) {
    context.executionConfig(
        config -> config.maxEvaluationSteps(steps).maxEvaluationDepth(DEPTH_AT_MOST));
  }

  private static String why(Throwable broken) {
    return switch (broken) {
      case ValidationLimitExceededException limit
          when limit.getLimitKind()
              == ValidationLimitExceededException.LimitKind.EVALUATION_DEPTH ->
          "its schema refers to itself without end";
      case StackOverflowError _ -> "its schema refers to itself without end";
      case ValidationLimitExceededException _, BoundedText.TooLong _ ->
          "it would take too long to check it against its schema";
      case SchemaException _, PatternSyntaxException _ ->
          "its schema cannot be applied: a reference or a pattern in it cannot be used";
      default -> "it holds what cannot be checked, as a number that is too large";
    };
  }

  private static Misfit misfit(Error error) {
    var said = String.valueOf(error.getMessage());
    return new Misfit(
        String.valueOf(error.getInstanceLocation()),
        said.length() <= SAID_AT_MOST ? said : said.substring(0, SAID_AT_MOST) + "...");
  }

  private static boolean isDeeper(JsonNode node, int levels) {
    if (node.isContainerNode()) {
      for (var child : node) {
        if (levels == 0 || isDeeper(child, levels - 1)) {
          return true;
        }
      }
    }
    return false;
  }

  private static SchemaRegistry registry() {
    var settings =
        SchemaRegistryConfig.builder().regularExpressionFactory(BoundedPattern::compile).build();
    return SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_2020_12, registry -> registry.schemaRegistryConfig(settings));
  }
}
