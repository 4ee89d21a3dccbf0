package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.troupe.supervisor.workflow.Comparison.Kind;
import dev.troupe.supervisor.workflow.Comparison.Operand;
import dev.troupe.supervisor.workflow.Comparison.Order;
import dev.troupe.supervisor.workflow.Comparison.Ordered;
import dev.troupe.supervisor.workflow.jsonpath.JsonPath;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the rules of a Choice state. */
final class ChoiceReader {
  private static final Condition NEVER =
      new Condition.Asked(new Template.Constant(BooleanNode.FALSE));
  private static final Set<String> BESIDE = Set.of("Next", "Comment", "Assign");
  private static final Set<String> COMBINATIONS = Set.of("And", "Or", "Not");
  private static final String PATH = "Path";
  private static final String PRESENT = "IsPresent";

  private ChoiceReader() {}

  static State.ChoiceState read(Fields fields) {
    var rules = fields.objects("Choices");
    if (rules.isEmpty()) {
      fields.fault("Choices", "A Choice state has at least one choice.");
    }
    return new State.ChoiceState(
        rules.stream().map(ChoiceReader::rule).toList(),
        fields.has("Default") ? fields.text("Default") : null,
        FlowReader.read(fields),
        fields.assign());
  }

  private static State.Rule rule(Fields rule) {
    var next = rule.text("Next");
    var inJsonata = rule.language() == Language.JSONATA;
    return new State.Rule(
        inJsonata ? asked(rule) : condition(rule, BESIDE),
        inJsonata && rule.has("Output") ? FlowReader.read(rule) : null,
        rule.assign(),
        next == null ? "" : next);
  }

  private static Condition asked(Fields rule) {
    rule.allow("a choice", Set.of("Condition", "Next", "Output", "Assign", "Comment"));
    var condition = rule.template("Condition");
    if (condition == null) {
      rule.fault("Condition", "'Condition' is required: an expression that is true or false.");
    } else if (condition instanceof Template.Constant(var json) && !json.isBoolean()) {
      rule.fault("Condition", "'Condition' must be an expression between '{%' and '%}'.");
    }
    return condition == null ? NEVER : new Condition.Asked(condition);
  }

  /**
   * @param beside what else may stand in the same object
   */
  private static Condition condition(Fields fields, Set<String> beside) {
    var operators =
        fields.names().stream()
            .filter(name -> !beside.contains(name) && !name.equals("Variable"))
            .toList();
    if (operators.size() != 1) {
      fields
          .faults()
          .add(
              new Fault(
                  fields.pointer(),
                  "A choice asks one thing: 'Variable' with one comparison, or 'And', 'Or', 'Not'; here are %s."
                      .formatted(operators)));
      return NEVER;
    }
    var operator = operators.getFirst();
    if (COMBINATIONS.contains(operator)) {
      return combination(fields, operator);
    }
    var variable = fields.has("Variable") ? fields.purePath("Variable") : missing(fields);
    return variable == null ? NEVER : compared(fields, variable, operator);
  }

  private static @Nullable JsonPath missing(Fields fields) {
    fields.fault("Variable", "'Variable' is required: the path of what is compared.");
    return null;
  }

  private static Condition combination(Fields fields, String operator) {
    if (fields.has("Variable")) {
      fields.fault("Variable", "Beside '%s' there is no 'Variable'.".formatted(operator));
    }
    if (operator.equals("Not")) {
      var negated = fields.object(operator);
      return negated == null ? NEVER : new Condition.Not(condition(negated, Set.of("Comment")));
    }
    var parts =
        fields.objects(operator).stream().map(part -> condition(part, Set.of("Comment"))).toList();
    if (parts.isEmpty()) {
      fields.fault(operator, "'%s' needs at least one condition.".formatted(operator));
    }
    return operator.equals("And") ? new Condition.All(parts) : new Condition.Any(parts);
  }

  private static Condition compared(Fields fields, JsonPath variable, String operator) {
    if (operator.equals(PRESENT)) {
      return new Condition.Present(variable, fields.flag(operator));
    }
    var comparison = comparison(fields, operator);
    return comparison == null ? NEVER : new Condition.Compared(variable, comparison);
  }

  private static @Nullable Comparison comparison(Fields fields, String operator) {
    for (var kind : Kind.values()) {
      if (operator.equals(kind.operator)) {
        return new Comparison.OfKind(kind, fields.flag(operator));
      }
    }
    if (operator.equals("StringMatches")) {
      var pattern = fields.text(operator);
      return pattern == null ? null : new Comparison.Matches(Wildcards.read(pattern));
    }
    var byPath = operator.endsWith(PATH);
    var name = byPath ? operator.substring(0, operator.length() - PATH.length()) : operator;
    if (name.equals("BooleanEquals")) {
      var operand = operand(fields, operator, byPath, JsonNode::isBoolean, "true or false");
      return operand == null ? null : new Comparison.SameBoolean(operand);
    }
    for (var type : Ordered.values()) {
      var order = name.startsWith(type.prefix) ? Order.named(rest(name, type)) : null;
      if (order != null) {
        var operand = operand(fields, operator, byPath, type::isOfType, kind(type));
        return operand == null ? null : new Comparison.InOrder(type, order, operand);
      }
    }
    fields.fault(
        operator,
        "Unknown comparison '%s'; there are And, Or, Not, IsNull, IsPresent, IsNumeric, IsString, IsBoolean, IsTimestamp, StringMatches, and String, Numeric, Timestamp with Equals, LessThan, GreaterThan, LessThanEquals, GreaterThanEquals, and BooleanEquals, each also with Path."
            .formatted(operator));
    return null;
  }

  private static String rest(String name, Ordered type) {
    return name.substring(type.prefix.length());
  }

  private static String kind(Ordered type) {
    return switch (type) {
      case STRING -> "a string";
      case NUMERIC -> "a number";
      case TIMESTAMP -> "an instant like \"2026-01-31T09:00:00Z\"";
    };
  }

  /** What a literal has to be. */
  private interface Fits {
    boolean test(JsonNode value);
  }

  private static @Nullable Operand operand(
      Fields fields, String operator, boolean byPath, Fits fits, String kind) {
    if (byPath) {
      var path = fields.purePath(operator);
      return path == null ? null : new Operand.Found(path);
    }
    var literal = fields.json().path(operator);
    if (!fits.test(literal)) {
      fields.fault(operator, "'%s' must be %s.".formatted(operator, kind));
      return null;
    }
    return new Operand.Literal(literal);
  }
}
