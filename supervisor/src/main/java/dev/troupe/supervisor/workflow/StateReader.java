package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.troupe.supervisor.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one state. */
final class StateReader {
  private static final int SECONDS_AT_MOST = 99_999_999;

  /** The one key under which the language is extended. */
  private static final String OWN = "X-Troupe";

  private static final Template NEVER = new Template.Constant(BooleanNode.FALSE);

  private final Fields fields;
  private final Language language;
  private final boolean outermost;
  private final MachineReader machines;
  private final List<Workflow.Resource> resources;

  StateReader(
      Fields fields,
      Language language,
      boolean outermost,
      MachineReader machines,
      List<Workflow.Resource> resources) {
    this.fields = fields;
    this.language = language;
    this.outermost = outermost;
    this.machines = machines;
    this.resources = resources;
  }

  /** Null where the type is not one that can be read. */
  @Nullable State read() {
    var typeName = fields.text("Type");
    if (typeName == null) {
      return null;
    }
    var type = StateType.named(typeName);
    if (type == null) {
      fields.fault("Type", StateType.faultOf(typeName));
      return null;
    }
    var known = StateFields.of(type);
    fields.allow("a %s state".formatted(typeName), known.supported(), known.later());
    if (language != Language.JSONATA) {
      fields.fault(
          "QueryLanguage",
          "JSONPath, the language's default, is not supported yet; say \"QueryLanguage\": \"JSONata\" here or for the whole workflow.");
    }
    return switch (type) {
      case TASK -> task();
      case MAP -> map();
      case CHOICE -> choice();
      case PASS -> new State.PassState(fields.template("Output"), fields.assign(), transition());
      case SUCCEED ->
          new State.SucceedState(fields.template("Output"), new Transition.End(outcome()));
      case FAIL -> new State.FailState(fields.template("Error"), fields.template("Cause"));
    };
  }

  private State task() {
    var resource = fields.text("Resource");
    if (resource != null) {
      resources.add(new Workflow.Resource(fields.at("Resource"), resource));
    }
    checkNumber("TimeoutSeconds", 1, SECONDS_AT_MOST);
    return new State.TaskState(
        resource == null ? "" : resource,
        fields.template("Arguments"),
        fields.template("Output"),
        fields.assign(),
        fields.template("TimeoutSeconds"),
        fields.objects("Retry").stream().map(StateReader::retrier).toList(),
        fields.objects("Catch").stream().map(StateReader::catcher).toList(),
        transition());
  }

  private State map() {
    checkNumber("MaxConcurrency", 0, SECONDS_AT_MOST);
    if (fields.has("Items") && !fields.json().path("Items").isArray()) {
      if (!fields.json().path("Items").asText().startsWith("{%")) {
        fields.fault("Items", "'Items' must be an array or an expression.");
      }
    }
    var processor = fields.object("ItemProcessor");
    return new State.MapState(
        fields.template("Items"),
        fields.template("ItemSelector"),
        fields.template("MaxConcurrency"),
        processor == null ? new StateMachine("", Map.of()) : processor(processor),
        fields.template("Output"),
        fields.assign(),
        transition());
  }

  private StateMachine processor(Fields processor) {
    processor.allow("an ItemProcessor", StateFields.PROCESSOR, Set.of());
    if (processor.has("ProcessorConfig")) {
      var config = processor.object("ProcessorConfig");
      if (config != null) {
        config.allow("a ProcessorConfig", Set.of("Mode"), Set.of("ExecutionType"));
        if (!config.optionalText("Mode", "INLINE").equals("INLINE")) {
          config.fault("Mode", "Only mode \"INLINE\" is supported yet.");
        }
      }
    }
    return machines.read(processor, language, false);
  }

  private State choice() {
    var rules = fields.objects("Choices");
    if (rules.isEmpty()) {
      fields.fault("Choices", "A Choice state has at least one choice.");
    }
    return new State.ChoiceState(
        rules.stream().map(StateReader::rule).toList(),
        fields.has("Default") ? fields.text("Default") : null,
        fields.template("Output"),
        fields.assign());
  }

  private static State.Rule rule(Fields rule) {
    rule.allow("a choice", StateFields.RULE, StateFields.COMPARISONS);
    var next = rule.text("Next");
    var condition = rule.template("Condition");
    if (condition == null) {
      rule.fault("Condition", "'Condition' is required: an expression that is true or false.");
    } else if (condition instanceof Template.Constant(var json) && !json.isBoolean()) {
      rule.fault("Condition", "'Condition' must be an expression between '{%' and '%}'.");
    }
    return new State.Rule(
        condition == null ? NEVER : condition,
        rule.template("Output"),
        rule.assign(),
        next == null ? "" : next);
  }

  private static Retrier retrier(Fields retrier) {
    retrier.allow("a retrier", StateFields.RETRIER, Set.of("JitterStrategy"));
    return new Retrier(
        retrier.texts("ErrorEquals"),
        retrier.integer("IntervalSeconds", 1, 1, SECONDS_AT_MOST),
        retrier.integer("MaxAttempts", 3, 0, SECONDS_AT_MOST),
        retrier.real("BackoffRate", 2.0, 1.0),
        retrier.optionalInteger("MaxDelaySeconds", 1, 31_622_400));
  }

  private static Catcher catcher(Fields catcher) {
    catcher.allow("a catcher", StateFields.CATCHER, Set.of("ResultPath"));
    var next = catcher.text("Next");
    return new Catcher(
        catcher.texts("ErrorEquals"),
        catcher.template("Output"),
        catcher.assign(),
        next == null ? "" : next);
  }

  private void checkNumber(String field, int atLeast, int atMost) {
    if (!fields.json().path(field).asText().startsWith("{%")) {
      fields.optionalInteger(field, atLeast, atMost);
    }
  }

  private Transition transition() {
    var ends = fields.flag("End");
    if (ends == fields.has("Next")) {
      fields.fault(
          ends ? "End" : "Next",
          "A state says where it leads: either \"Next\" or \"End\": true, and not both.");
    }
    if (ends || !fields.has("Next")) {
      return new Transition.End(outcome());
    }
    if (fields.has(OWN)) {
      fields.fault(OWN, "An outcome stands on a state that ends the workflow.");
    }
    return new Transition.Next(fields.optionalText("Next", ""));
  }

  private @Nullable Outcome outcome() {
    var own = fields.has(OWN) ? fields.object(OWN) : null;
    if (own == null) {
      return null;
    }
    own.allow("X-Troupe", Set.of("outcome"), Set.of());
    if (!outermost) {
      fields.fault(OWN, "An outcome stands on a state that ends the workflow, not a part of it.");
    }
    var name = own.text("outcome");
    for (var outcome : Outcome.values()) {
      if (outcome.wireName().equals(name)) {
        return outcome;
      }
    }
    if (name != null) {
      own.fault("outcome", "The outcomes are answered, no-answer and unapproved.");
    }
    return null;
  }
}
