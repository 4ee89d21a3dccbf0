package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.supervisor.workflow.jsonpath.JsonPath;
import dev.troupe.supervisor.workflow.jsonpath.ReferencePath;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a state's input becomes what its work is given, and how the work's result becomes output. */
public sealed interface DataFlow {

  /** What a state leaves behind: its output, and variables set. */
  record Exit(JsonNode output, Map<String, JsonNode> assigned) {}

  /** What the state works on, of its raw input. */
  JsonNode select(Scope raw);

  /** What the work is given; {@code scope}'s input is what {@link #select} gave. */
  JsonNode arguments(Scope scope);

  /**
   * @param scope as the state was entered: its input is raw
   * @param result of the work; what the state selected, where it does no work
   * @param assign evaluates the state's Assign
   */
  Exit exit(Scope scope, JsonNode result, Assignments assign);

  /** Evaluates variables in a scope. */
  interface Assignments {
    Map<String, JsonNode> in(Scope scope);
  }

  /** JSONata: the input as it is, Arguments, Output. */
  record OfJsonata(@Nullable Template arguments, @Nullable Template output) implements DataFlow {

    @Override
    public JsonNode select(Scope raw) {
      return raw.input();
    }

    @Override
    public JsonNode arguments(Scope scope) {
      return arguments == null ? scope.input() : arguments.evaluate(scope, "Arguments");
    }

    @Override
    public Exit exit(Scope scope, JsonNode result, Assignments assign) {
      var left = output == null ? result : output.evaluate(scope, "Output");
      return new Exit(left, assign.in(scope));
    }
  }

  /**
   * JSONPath: InputPath, Parameters, ResultSelector, ResultPath, OutputPath, one behind the other.
   *
   * @param parameters null where the state gives none
   * @param resultPath where in the raw input the result is put
   */
  record OfJsonPath(
      Selection inputPath,
      @Nullable Template parameters,
      @Nullable Template resultSelector,
      Placement resultPath,
      Selection outputPath)
      implements DataFlow {
    static final OfJsonPath PLAIN =
        new OfJsonPath(Selection.WHOLE, null, null, Placement.INSTEAD, Selection.WHOLE);

    @Override
    public JsonNode select(Scope raw) {
      return inputPath.of(raw);
    }

    @Override
    public JsonNode arguments(Scope scope) {
      return parameters == null ? scope.input() : parameters.evaluate(scope, "Parameters");
    }

    @Override
    public Exit exit(Scope scope, JsonNode result, Assignments assign) {
      var selected =
          resultSelector == null
              ? result
              : resultSelector.evaluate(scope.with(result), "ResultSelector");
      var assigned = assign.in(scope.with(selected));
      var combined = resultPath.put(scope.input(), selected);
      return new Exit(outputPath.of(scope.with(combined)), assigned);
    }
  }

  /** What InputPath or OutputPath picks. */
  interface Selection {
    Selection WHOLE = Scope::input;

    /** Null as a path: an empty object. */
    Selection NOTHING = _ -> JsonNodeFactory.instance.objectNode();

    JsonNode of(Scope scope);

    static Selection at(JsonPath path) {
      return path::get;
    }
  }

  /** Where ResultPath puts a result. */
  interface Placement {
    Placement INSTEAD = (_, result) -> result;

    /** Null as a path: the result is dropped. */
    Placement NOWHERE = (raw, _) -> raw;

    JsonNode put(JsonNode raw, JsonNode result);

    static Placement at(ReferencePath path) {
      return path::put;
    }
  }
}
