package dev.troupe.supervisor.workflow;

import dev.troupe.supervisor.Outcome;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads one state. */
final class StateReader {
  static final int SECONDS_AT_MOST = 99_999_999;

  /** The one key under which the language is extended. */
  private static final String OWN = "X-Troupe";

  private final Fields fields;
  private final boolean outermost;
  private final MachineReader machines;
  private final List<Workflow.Resource> resources;

  StateReader(
      Fields fields, boolean outermost, MachineReader machines, List<Workflow.Resource> resources) {
    this.fields = fields;
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
    allow(typeName, StateFields.of(type));
    return switch (type) {
      case TASK -> task();
      case PARALLEL -> parallel();
      case MAP -> new MapReader(fields, machines, resources).read(transition());
      case CHOICE -> ChoiceReader.read(fields);
      case PASS ->
          new State.PassState(
              fields.json().get("Result"), FlowReader.read(fields), fields.assign(), transition());
      case WAIT ->
          new State.WaitState(delay(), FlowReader.read(fields), fields.assign(), transition());
      case SUCCEED ->
          new State.SucceedState(FlowReader.read(fields), new Transition.End(outcome()));
      case FAIL -> new State.FailState(text("Error"), text("Cause"));
    };
  }

  private void allow(String typeName, StateFields known) {
    var inOther =
        known.in(fields.language() == Language.JSONATA ? Language.JSONPATH : Language.JSONATA);
    for (var name : fields.names()) {
      if (!known.in(fields.language()).contains(name) && inOther.contains(name)) {
        fields.fault(
            name,
            fields.language() == Language.JSONATA
                ? "'%s' belongs to JSONPath, and this state is in JSONata.".formatted(name)
                : "'%s' belongs to JSONata; say \"QueryLanguage\": \"JSONata\" here or for the whole workflow."
                    .formatted(name));
      } else if (!known.in(fields.language()).contains(name)) {
        fields.fault(
            name,
            "Unknown field '%s' of a %s state; the fields are %s."
                .formatted(name, typeName, String.join(", ", known.in(fields.language()))));
      }
    }
  }

  private State task() {
    var resource = fields.text("Resource");
    if (resource != null) {
      resources.add(new Workflow.Resource(fields.at("Resource"), resource));
    }
    fields.template("Credentials");
    requireHeartbeatWithinTimeout();
    return new State.TaskState(
        resource == null ? "" : resource,
        FlowReader.read(fields),
        fields.assign(),
        Quantities.read(fields, "TimeoutSeconds", 1, SECONDS_AT_MOST),
        Quantities.read(fields, "HeartbeatSeconds", 1, SECONDS_AT_MOST),
        HandlerReader.read(fields).with(escalation()),
        transition());
  }

  private void requireHeartbeatWithinTimeout() {
    var heartbeat = fields.json().path("HeartbeatSeconds");
    var timeout = fields.json().path("TimeoutSeconds");
    if (heartbeat.isInt() && timeout.isInt() && heartbeat.intValue() >= timeout.intValue()) {
      fields.fault(
          "HeartbeatSeconds",
          "'HeartbeatSeconds' must be smaller than 'TimeoutSeconds', which is %s."
              .formatted(timeout));
    }
  }

  private @Nullable Escalation escalation() {
    var own = fields.json().path(OWN).isObject() ? fields.object(OWN) : null;
    return own == null ? null : EscalationReader.read(own);
  }

  private State parallel() {
    var branches = fields.objects("Branches");
    if (branches.isEmpty()) {
      fields.fault("Branches", "A Parallel state has at least one branch.");
    }
    branches.forEach(branch -> branch.allow("a branch", StateFields.BRANCH));
    return new State.ParallelState(
        branches.stream().map(branch -> machines.read(branch, fields.language(), false)).toList(),
        FlowReader.read(fields),
        fields.assign(),
        HandlerReader.read(fields),
        transition());
  }

  private Delay delay() {
    var forms =
        Set.of("Seconds", "SecondsPath", "Timestamp", "TimestampPath").stream()
            .filter(fields::has)
            .toList();
    if (forms.size() != 1) {
      fields
          .faults()
          .add(
              new Fault(
                  fields.pointer(),
                  "A Wait state says how long in one form: 'Seconds' or 'Timestamp', in JSONPath also 'SecondsPath' or 'TimestampPath'."));
    }
    if (fields.has("Seconds") && !Quantities.isExpression(fields, "Seconds")) {
      fields.optionalInteger("Seconds", 0, SECONDS_AT_MOST);
    }
    var seconds = fields.has("Seconds") ? fields.template("Seconds") : fields.path("SecondsPath");
    return seconds == null ? new Delay.Timestamp(timestamp()) : new Delay.Seconds(seconds);
  }

  private Template timestamp() {
    var template =
        fields.has("Timestamp") ? fields.template("Timestamp") : fields.path("TimestampPath");
    if (template instanceof Template.Constant(var json) && Timestamps.parse(json) == null) {
      fields.fault("Timestamp", "'Timestamp' must be an instant like \"2026-01-31T09:00:00Z\".");
    }
    return template == null ? new Template.Constant(fields.json()) : template;
  }

  /** Of a Fail state: a text, or where to find it. */
  private @Nullable Template text(String field) {
    var path = field + "Path";
    fields.exclude(field, path);
    return fields.has(path) ? fields.path(path) : fields.template(field);
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
    if (fields.has(OWN) && !fields.json().path(OWN).has(EscalationReader.ESCALATE)) {
      fields.fault(OWN, "An outcome stands on a state that ends the workflow.");
    } else if (fields.has(OWN)) {
      allow(fields.object(OWN), EscalationReader.ESCALATE);
    }
    return new Transition.Next(fields.optionalText("Next", ""));
  }

  /** Only a step's failure can go to people. */
  private void allow(@Nullable Fields own, String... known) {
    if (own != null) {
      var names = new TreeSet<>(List.of(known));
      if (!isTask()) {
        names.remove(EscalationReader.ESCALATE);
      }
      own.allow("X-Troupe", names);
    }
  }

  private boolean isTask() {
    return fields.json().path("Type").asText().equals("Task");
  }

  private @Nullable Outcome outcome() {
    var own = fields.has(OWN) ? fields.object(OWN) : null;
    if (own == null) {
      return null;
    }
    allow(own, "outcome", EscalationReader.ESCALATE);
    if (isTask() && !own.has("outcome") && own.has(EscalationReader.ESCALATE)) {
      return null;
    }
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
      own.fault("outcome", "The outcomes are answered, no-answer, unapproved and unfinished.");
    }
    return null;
  }
}
