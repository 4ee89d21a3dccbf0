package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.TaskView;
import dev.troupe.supervisor.workflow.EscalationPlaces;
import dev.troupe.supervisor.workflow.EvaluationFailure;
import dev.troupe.supervisor.workflow.Fault;
import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.Workflow;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A workflow that came up while the task runs, as a step's arguments: {@code {Definition, Input}}.
 * It is checked as a client's is, and may use what the configuration lists and nothing else.
 *
 * @param arguments as the state gave them
 */
record GivenWorkflow(JsonNode arguments) {
  static final String INVALID = "Troupe.WorkflowInvalid";

  private static final String CALLBACK = ".waitForTaskToken";
  private static final int FAULTS_TOLD_AT_MOST = 20;

  /** What the child is given. */
  JsonNode input() {
    return arguments.path("Input").isMissingNode()
        ? NullNode.getInstance()
        : arguments.path("Input");
  }

  /**
   * @param model that replaces the roles' own, or null
   * @param untrusted whether the task holds text from outside: a model wrote this behind it, and so
   *     its tools change nothing unless the configuration lets them
   * @throws EvaluationFailure naming every fault with its place
   */
  Workflow checked(Resources resources, @Nullable String model, boolean untrusted) {
    return switch (read()) {
      case Reading.Faulty(var faults) -> throw invalid(faults);
      case Reading.Sound(var workflow) -> {
        var refused =
            Stream.concat(workflow.resources().stream(), escalations(workflow))
                .flatMap(resource -> fault(resource, resources, model, untrusted).stream())
                .toList();
        if (!refused.isEmpty()) {
          throw invalid(refused);
        }
        yield workflow;
      }
    };
  }

  /** They ask people, without a resource that says so. */
  private static Stream<Workflow.Resource> escalations(Workflow workflow) {
    return EscalationPlaces.in(workflow).stream()
        .map(pointer -> new Workflow.Resource(pointer, Binding.APPROVAL));
  }

  private Reading read() {
    var definition = definition();
    return definition.isTextual()
        ? WorkflowReader.read(definition.textValue())
        : WorkflowReader.read(definition);
  }

  /** As it was when it was checked; a later release may think otherwise of it. */
  Workflow reread() {
    var definition = definition();
    var reading =
        definition.isTextual()
            ? WorkflowReader.reread(definition.textValue())
            : WorkflowReader.reread(definition);
    return switch (reading) {
      case Reading.Sound(var workflow) -> workflow;
      case Reading.Faulty(var faults) ->
          throw new IllegalStateException("It was sound when it was given out: " + faults);
    };
  }

  private JsonNode definition() {
    return arguments.path("Definition");
  }

  private static Optional<Fault> fault(
      Workflow.Resource resource, Resources resources, @Nullable String model, boolean untrusted) {
    var allowed =
        resources
            .bound(resource.name(), model)
            .filter(meant -> resources.planned().allows(meant.resource()));
    if (allowed.isEmpty()) {
      return Optional.of(new Fault(resource.pointer(), refusal(resource.name(), resources)));
    }
    return untrusted && changes(allowed.get(), resources)
        ? Optional.of(new Fault(resource.pointer(), ordered(resource.name())))
        : callback(resource);
  }

  private static boolean changes(Binding binding, Resources resources) {
    return !resources.planned().changesAfterUntrustedText()
        && changes(binding, resources, new HashSet<>());
  }

  /** A workflow that it starts does what its own steps do, with what it is given here. */
  private static boolean changes(Binding binding, Resources resources, Set<String> seen) {
    return switch (binding) {
      case Binding.ByTool(var tool) -> resources.changes(tool);
      case Binding.ByWorkflow(var name, var hash) ->
          seen.add(hash) && changes(name, resources, seen);
      case Binding.ByExecution(var name, var hash) ->
          seen.add(hash) && changes(name, resources, seen);
      // Whichever its arguments name.
      case Binding.ByAnyExecution _ -> true;
      case Binding.ByRole _, Binding.ByPerson _, Binding.ByFunction _, Binding.ByGiven _ -> false;
    };
  }

  private static boolean changes(String workflow, Resources resources, Set<String> seen) {
    return resources.workflow(workflow).stream()
        .flatMap(found -> found.resources().stream())
        .flatMap(step -> resources.bound(step.name(), null).stream())
        .anyMatch(step -> changes(step, resources, seen));
  }

  private static String ordered(String resource) {
    return "'%s' changes something, or starts a workflow that does, and the task holds text from outside, which may have ordered it; leave it out (troupe.planned.changes-after-untrusted-text lets it run)."
        .formatted(resource);
  }

  /** Nobody in it is given the token, and so the step would wait until the time is over. */
  private static Optional<Fault> callback(Workflow.Resource resource) {
    return resource.name().endsWith(CALLBACK)
        ? Optional.of(
            new Fault(
                resource.pointer(),
                "'%s' waits for a callback with a token, which nobody is given here; leave out '%s'."
                    .formatted(resource.name(), CALLBACK)))
        : Optional.empty();
  }

  private static String refusal(String resource, Resources resources) {
    return "'%s' is not here, or not on the list of what such a workflow may use; that is: %s."
        .formatted(resource, String.join(", ", resources.planned().resources()));
  }

  private static EvaluationFailure invalid(List<Fault> faults) {
    var more = faults.size() - FAULTS_TOLD_AT_MOST;
    var told =
        faults.stream()
            .limit(FAULTS_TOLD_AT_MOST)
            .map(fault -> fault.pointer() + ": " + fault.detail())
            .collect(Collectors.joining("\n"));
    return new EvaluationFailure(INVALID, more > 0 ? told + "\nand %d more".formatted(more) : told);
  }

  /** What comes back to the step. */
  static JsonNode succeeded(TaskView child) {
    ObjectNode result = Json.MAPPER.createObjectNode().put("task", child.id());
    var outcome = child.outcome();
    result.put("outcome", outcome == null ? null : outcome.wireName());
    result.set("output", child.output() == null ? NullNode.getInstance() : child.output());
    return result;
  }
}
