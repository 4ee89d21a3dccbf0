package dev.troupe.supervisor.workflow.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import dev.troupe.supervisor.workflow.EvaluationFailure;
import dev.troupe.supervisor.workflow.Expression;
import dev.troupe.supervisor.workflow.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path into a state's data ({@code $}), the context object ({@code $$}) or a variable ({@code
 * $name}).
 *
 * <p>An indefinite path always has a value, if only an empty array; a definite one may lead
 * nowhere.
 *
 * @param members the names on the way where there are only names, which are walked here; null where
 *     Jayway's general form has to answer
 */
public record JsonPath(
    String source, Root root, @Nullable List<String> members, com.jayway.jsonpath.JsonPath general)
    implements Expression {
  private static final Configuration CONFIGURATION =
      Configuration.builder()
          .jsonProvider(new JacksonJsonNodeJsonProvider())
          .mappingProvider(new JacksonMappingProvider())
          .build();
  private static final Pattern VARIABLE =
      Pattern.compile("\\$([\\p{L}_][\\p{L}\\p{N}_]*)(.*)", Pattern.DOTALL);
  private static final Pattern MEMBERS = Pattern.compile("(?:\\.[A-Za-z_][A-Za-z0-9_-]*)*");

  /** What the first mark of a path stands for. */
  sealed interface Root {
    record Data() implements Root {}

    record Context() implements Root {}

    record Variable(String name) implements Root {}
  }

  /**
   * @throws IllegalArgumentException saying what is wrong
   */
  public static JsonPath compile(String source) {
    var variable = VARIABLE.matcher(source);
    if (source.startsWith("$$")) {
      return compile(source, new Root.Context(), source.substring(2));
    } else if (variable.matches()) {
      return compile(source, new Root.Variable(variable.group(1)), variable.group(2));
    } else if (source.startsWith("$")) {
      return compile(source, new Root.Data(), source.substring(1));
    }
    throw new IllegalArgumentException("A path begins with '$'.");
  }

  private static JsonPath compile(String source, Root root, String rest) {
    if (!rest.isEmpty() && !rest.startsWith(".") && !rest.startsWith("[")) {
      throw new IllegalArgumentException(
          "Behind '%s' a path goes on with '.' or '['."
              .formatted(source.substring(0, source.length() - rest.length())));
    }
    if (rest.contains("=~")) {
      throw new IllegalArgumentException(
          "Regular expressions ('=~') are not supported in a path's filter, for they could search for ever.");
    }
    try {
      var general = com.jayway.jsonpath.JsonPath.compile("$" + rest);
      var members =
          MEMBERS.matcher(rest).matches()
              ? Arrays.stream(rest.split("\\.")).skip(1).toList()
              : null;
      return new JsonPath(source, root, members, general);
    } catch (InvalidPathException invalid) {
      // Where the library did not see the fault coming, its message is about Java.
      var why =
          invalid.getCause() == null
              ? String.valueOf(invalid.getMessage())
              : "The path breaks off, or a bracket or quote in it is not closed.";
      throw new IllegalArgumentException(why, invalid);
    }
  }

  /** Only such a path says where something can be put, or compared. */
  public boolean isDefinite() {
    return general.isDefinite();
  }

  /** Empty if the path is definite and leads nowhere. */
  public Optional<JsonNode> find(Scope scope) {
    try {
      return Optional.of(read(scope));
    } catch (PathNotFoundException nowhere) {
      return Optional.empty();
    }
  }

  /**
   * @throws EvaluationFailure if the path leads nowhere
   */
  public JsonNode get(Scope scope) {
    try {
      return read(scope);
    } catch (PathNotFoundException nowhere) {
      throw EvaluationFailure.runtime(
          "Invalid path '%s' : %s".formatted(source, nowhere.getMessage()));
    }
  }

  @Override
  public JsonNode evaluate(Scope scope, String field) {
    return find(scope)
        .orElseThrow(() ->
            EvaluationFailure.runtime(
                "The JSONPath '%s' specified for the field '%s' could not be found in the input '%s'"
                    .formatted(source, field, start(scope))));
  }

  private JsonNode read(Scope scope) {
    var start = start(scope);
    if (members != null) {
      @Nullable JsonNode reached = start;
      for (var index = 0; reached != null && index < members.size(); index++) {
        reached = reached.isObject() ? reached.get(members.get(index)) : null;
      }
      if (reached != null) {
        return reached;
      }
    }
    try {
      return general.read(start, CONFIGURATION);
    } catch (PathNotFoundException nowhere) {
      if (isDefinite()) {
        throw nowhere;
      }
      return JsonNodeFactory.instance.arrayNode();
    } catch (JsonPathException misuse) {
      throw EvaluationFailure.runtime(
          "Invalid path '%s' : %s".formatted(source, misuse.getMessage()));
    }
  }

  private JsonNode start(Scope scope) {
    return switch (root) {
      case Root.Data() -> scope.input();
      case Root.Context() -> scope.context().get();
      case Root.Variable(var name) -> {
        var value = scope.variables().apply(name);
        if (value == null) {
          throw EvaluationFailure.runtime(
              "The variable '$%s' of the path '%s' has not been assigned.".formatted(name, source));
        }
        yield value;
      }
    };
  }
}
