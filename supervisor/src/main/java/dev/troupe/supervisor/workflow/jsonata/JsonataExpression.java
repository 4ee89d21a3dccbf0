package dev.troupe.supervisor.workflow.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.Frame;
import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.workflow.EvaluationFailure;
import dev.troupe.supervisor.workflow.Expression;
import dev.troupe.supervisor.workflow.Scope;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An expression in JSONata's full language, within bounds of time and depth. */
public final class JsonataExpression implements Expression {
  /** The operator that changes a copy clones what it is given. */
  private static final String CLONE = "clone";

  private static final Pattern VARIABLE = Pattern.compile("\\$([A-Za-z_]\\w*)");
  private static final Pattern OF_STATES =
      Pattern.compile("\\$states\\b(?:\\s*\\.\\s*([A-Za-z_]\\w*))?");
  private static final List<String> ALL_OF_STATES =
      List.of("input", "result", "errorOutput", "context");

  private final String source;
  private final Jsonata program;
  private final Set<String> variables;
  private final Set<String> ofStates;
  private final Set<String> functions;

  private JsonataExpression(String source, Jsonata program) {
    this.source = source;
    this.program = program;
    this.variables = namesIn(source, VARIABLE);
    this.ofStates = namesIn(source, OF_STATES);
    var names = new HashSet<>(variables);
    if (source.indexOf('|') >= 0) {
      names.add(CLONE);
    }
    this.functions = Functions.among(names);
  }

  /**
   * @throws JException for a fault of syntax
   */
  static JsonataExpression compile(String source) {
    var program = Jsonata.jsonata(source);
    program.setValidateInput(false);
    // JSON null and "nothing" are two things here.
    program.setOutputConvertNulls(false);
    // The library lets the last program compiled on a thread hold that thread's evaluation state.
    // A program of its own in that place keeps ours free of it, and so fit to be shared.
    Jsonata.jsonata("null");
    return new JsonataExpression(source, program);
  }

  private static Set<String> namesIn(String source, Pattern pattern) {
    Set<String> names = new LinkedHashSet<>();
    var matcher = pattern.matcher(source);
    while (matcher.find()) {
      var name = matcher.group(1);
      if (name == null) {
        names.addAll(ALL_OF_STATES);
      } else {
        names.add(name);
      }
    }
    return names;
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public JsonNode evaluate(Scope scope, String field) {
    @Nullable Object value;
    @Nullable JsonNode json;
    try {
      value = program.evaluate(null, bindings(scope));
      if (!JsonViews.isView(value)) {
        Bounds.checkText(value, 0);
      }
      json = JsonViews.toJson(value);
    } catch (JException fault) {
      throw EvaluationFailure.query(
          "The JSONata expression '%s' specified for the field '%s' threw an error: %s"
              .formatted(source, field, FaultWords.of(fault)));
    } catch (RuntimeException | StackOverflowError misuse) {
      throw EvaluationFailure.query(
          "The JSONata expression '%s' specified for the field '%s' cannot be evaluated: %s"
              .formatted(source, field, FaultWords.of(misuse)));
    }
    if (value == null) {
      throw EvaluationFailure.query(
          "The JSONata expression '%s' specified for the field '%s' returned nothing (undefined)."
              .formatted(source, field));
    }
    if (json == null) {
      throw EvaluationFailure.query(
          "The JSONata expression '%s' specified for the field '%s' returned an unsupported result type."
              .formatted(source, field));
    }
    return json;
  }

  private Frame bindings(Scope scope) {
    var frame = new Frame(null);
    var bounds = Bounds.of(frame);
    functions.forEach(name -> Functions.bind(frame, name, scope.moment(), bounds));
    for (var name : variables) {
      var value = scope.variables().apply(name);
      if (value != null) {
        frame.bind(name, JsonViews.bindable(value));
      }
    }
    if (!ofStates.isEmpty()) {
      var states = states(scope);
      bounds.give(states);
      frame.bind("states", states);
    }
    return frame;
  }

  private Map<String, @Nullable Object> states(Scope scope) {
    Map<String, @Nullable Object> states = new HashMap<>();
    for (var name : ofStates) {
      var value = scope.states(name);
      if (value != null) {
        states.put(name, JsonViews.of(value));
      }
    }
    return states;
  }
}
