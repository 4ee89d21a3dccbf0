package dev.troupe.supervisor.view;

import dev.troupe.supervisor.NamedWorkflows;
import dev.troupe.supervisor.SubmitReply.Fault;
import dev.troupe.supervisor.task.Binding;
import dev.troupe.supervisor.task.Resources;
import dev.troupe.supervisor.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The workflows by name, in memory: those that everybody has, and those that each tenant stored.
 * The store's table is the truth; where other nodes change it, {@link WorkflowRefresh} keeps up.
 */
final class WorkflowRegistry {
  /** Has nothing stored: what files call must be there for everybody. */
  private static final String NOBODY = "";

  private final SortedMap<String, NamedWorkflow> provided;
  private final Map<String, SortedMap<String, NamedWorkflow>> stored = new ConcurrentHashMap<>();
  private final Function<String, Resources> resources;

  /**
   * @param resources of each tenant
   */
  WorkflowRegistry(
      SortedMap<String, NamedWorkflow> provided, Function<String, Resources> resources) {
    this.provided = provided;
    this.resources = resources;
  }

  SortedMap<String, NamedWorkflow> provided() {
    return provided;
  }

  SortedMap<String, NamedWorkflow> storedBy(String tenant) {
    return stored.getOrDefault(tenant, new TreeMap<>());
  }

  /** Who has stored any. */
  Set<String> tenants() {
    return Set.copyOf(stored.keySet());
  }

  SortedMap<String, NamedWorkflow> all(String tenant) {
    var all = new TreeMap<>(provided);
    all.putAll(storedBy(tenant));
    return all;
  }

  Optional<NamedWorkflow> find(String tenant, String name) {
    // A later release may bring a workflow of the same name; the tenant's own stays what it was.
    return Optional.ofNullable(storedBy(tenant).get(name))
        .or(() -> Optional.ofNullable(provided.get(name)));
  }

  Optional<Workflow> named(String tenant, String name) {
    return find(tenant, name).map(NamedWorkflow::workflow);
  }

  void keep(String tenant, NamedWorkflow workflow) {
    stored.merge(
        tenant,
        new TreeMap<>(Map.of(workflow.name(), workflow)),
        (before, added) -> {
          var all = new TreeMap<>(before);
          all.putAll(added);
          return all;
        });
  }

  void forget(String tenant, String name) {
    stored.computeIfPresent(
        tenant,
        (_, before) -> {
          var left = new TreeMap<>(before);
          left.remove(name);
          return left;
        });
  }

  /**
   * @throws IllegalArgumentException naming every resource of a file, or role of workflow {@code
   *     team}, that nothing is bound to
   */
  void requireBoundFiles() {
    ProvidedWorkflows.require(
        provided.values().stream()
            .filter(named -> !named.source().equals(NamedWorkflows.BUILT_IN))
            .flatMap(named ->
                unbound(NOBODY, named.workflow(), null).stream()
                    .map(fault -> named.path() + fault.pointer() + ": " + fault.detail()))
            .toList());
    ProvidedWorkflows.require(
        Optional.ofNullable(provided.get(TeamWorkflow.NAME)).stream()
            .flatMap(team -> unbound(NOBODY, team.workflow(), null).stream())
            .filter(fault -> fault.pointer().startsWith("/States/" + TeamWorkflow.OTHER_STATE))
            .map(fault -> "troupe.team.roles: " + fault.detail())
            .toList());
  }

  /** Every resource that nothing is bound to. */
  List<Fault> unbound(String tenant, Workflow workflow, @Nullable String model) {
    var bound = resources.apply(tenant);
    return workflow.resources().stream()
        .filter(resource -> bound.bound(resource.name(), model).isEmpty())
        .map(resource -> new Fault(resource.pointer(), unbound(resource.name(), bound)))
        .toList();
  }

  private static String unbound(String resource, Resources bound) {
    var meant = bound.meant(resource);
    return meant.equals(resource)
        ? unbound(resource)
        : "'%s' is bound to '%s' by troupe.resources. %s"
            .formatted(resource, meant, unbound(meant));
  }

  private static String unbound(String resource) {
    if (resource.startsWith(Binding.WORKFLOW)) {
      return "There is no workflow '%s'.".formatted(resource.substring(Binding.WORKFLOW.length()));
    }
    if (resource.startsWith(Binding.FUNCTION)) {
      return "There is no Java function '%s'; bring its plugin with --plugins DIR, or bind it where the engine is embedded."
          .formatted(resource.substring(Binding.FUNCTION.length()));
    }
    if (resource.startsWith(Binding.TOOL)) {
      return "There is no tool '%s' that can be a step. Either its plugin (--plugins DIR) or its MCP server is missing, or it changes something and cannot say afterwards whether it did (Reconcilable): then give it to a role, or bind it as java:NAME."
          .formatted(resource.substring(Binding.TOOL.length()));
    }
    return resource.startsWith(Resources.AGENT)
        ? "There is no role '%s'; configure it as troupe.roles.%1$s."
            .formatted(resource.substring(Resources.AGENT.length()))
        : "Nothing is bound to the resource '%s'; name a role as 'agent:NAME', or bind it in troupe.resources."
            .formatted(resource);
  }
}
