package dev.troupe.supervisor.task;

import dev.troupe.agents.Agents.PinnedRole;
import dev.troupe.supervisor.PlanSettings;
import dev.troupe.supervisor.workflow.Workflow;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who does the work that a Task state's {@code Resource} names. */
@FunctionalInterface
public interface Resources {
  String AGENT = "agent:";

  /**
   * @param model replaces the role's own, or null
   */
  Optional<PinnedRole> role(String name, @Nullable String model);

  /** A workflow that a step can start as a task of its own. */
  default Optional<Workflow> workflow(String name) {
    return Optional.empty();
  }

  /** Whether a Java function of this name is there. */
  default boolean hasFunction(String name) {
    return false;
  }

  /** Whether a tool of this name is there that can be a step. */
  default boolean hasToolStep(String name) {
    return false;
  }

  /** Whether a tool that can be a step changes something outside. */
  default boolean changes(String tool) {
    return true;
  }

  /** What a workflow may do that came up in a task. */
  default PlanSettings planned() {
    return PlanSettings.none();
  }

  /** Why a step cannot be given out, for the person whose task it is. */
  default String absence(String resource) {
    return "Nothing is bound to '%s' any more; configure the role or bring the code, then submit the task again."
        .formatted(resource);
  }

  /** What the configuration says that a resource stands for; itself where it says nothing. */
  default String meant(String resource) {
    return resource;
  }

  /** Empty if nothing is bound to the resource. */
  default Optional<Binding> bound(String resource, @Nullable String model) {
    if (resource.startsWith(AGENT)) {
      return role(resource.substring(AGENT.length()), model).map(Binding.ByRole::new);
    }
    if (resource.equals(Binding.APPROVAL)) {
      return Optional.of(new Binding.ByPerson());
    }
    if (resource.equals(Binding.GIVEN)) {
      return Optional.of(new Binding.ByGiven(""));
    }
    if (resource.startsWith(Binding.FUNCTION)) {
      var name = resource.substring(Binding.FUNCTION.length());
      return hasFunction(name) ? Optional.of(new Binding.ByFunction(name)) : Optional.empty();
    }
    if (resource.startsWith(Binding.TOOL)) {
      var name = resource.substring(Binding.TOOL.length());
      return hasToolStep(name) ? Optional.of(new Binding.ByTool(name)) : Optional.empty();
    }
    if (resource.startsWith(Binding.WORKFLOW)) {
      var name = resource.substring(Binding.WORKFLOW.length());
      return name.equals(Binding.ANY)
          ? Optional.of(new Binding.ByAnyExecution())
          : workflow(name).map(workflow -> new Binding.ByWorkflow(name, workflow.hash()));
    }
    return Optional.empty();
  }
}
