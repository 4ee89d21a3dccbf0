package dev.troupe.agents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.shared.SharedKnowledge;
import dev.troupe.persistence.StoredEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.jspecify.annotations.Nullable;

/** The public door of this module: who can be given work, and how. */
public interface Agents {
  /** The table of all roles that tasks have pinned, by their hashes. */
  String ROLES = "roles";

  /** The table of all passages; its partitions are the tenants, its keys the passages' ids. */
  String PASSAGES = "passages";

  /** Where the store searches: which documents its index holds. No backup has the index itself. */
  String SEARCHED_DOCUMENTS = "searched-documents";

  /**
   * Where the store searches: which collections its index holds. No backup has the index itself.
   */
  String SEARCHED_COLLECTIONS = "searched-collections";

  /** The table of budgets' accounts; its partitions are the tenants. */
  String ACCOUNTS = "budgets";

  /** The key of a task's account: its budget begins anew where its id does. */
  static String account(String task) {
    return "task/" + task;
  }

  /** Begins the performer's name where a Java function does the work, instead of a role. */
  String FUNCTION = "java:";

  /** Begins the performer's name where a tool does the work. */
  String TOOL = "tool:";

  /** The role as configured now, with the hash under which it is stored; empty if there is none. */
  default Optional<PinnedRole> role(String name) {
    return role(name, null);
  }

  /**
   * The same with its model replaced.
   *
   * @param model {@code offline} or {@code provider/model}; null leaves the configured one
   */
  Optional<PinnedRole> role(String name, @Nullable String model);

  /** What is wrong with a model's name, in one sentence for the user; empty if it can be used. */
  Optional<String> faultOfModel(String model);

  /**
   * Stores every configured role with its model replaced; once it completes, what {@link #role}
   * pins for that model is found after any crash. Wait for it before a task is accepted.
   *
   * @param model as for {@link #role(String, String)}
   */
  CompletionStage<Done> prepare(@Nullable String model);

  /** Whether a Java function of this name is bound here. */
  default boolean hasFunction(String name) {
    return false;
  }

  /** Whether a tool of this name is here, and can be a step of a workflow. */
  default boolean hasToolStep(String name) {
    return false;
  }

  /** Whether a tool that can be a step changes something outside; true of one that is not here. */
  default boolean changes(String tool) {
    return true;
  }

  /** What the agents of a task let each other know. */
  default SharedKnowledge shared() {
    return SharedKnowledge.NONE;
  }

  /**
   * What models were used for, for a tenant, by role: counted by all nodes since the cluster's
   * first one started, as this node knows it. The journals are the truth.
   */
  default CompletionStage<Map<String, Usage>> usageByRole(String tenant) {
    return CompletableFuture.completedStage(Map.of());
  }

  /**
   * Delivers a command to the agent's entity, wherever it lives; never blocks, may be lost.
   *
   * @param role or {@code java:NAME} or {@code tool:NAME}: then a function or a tool of this node
   *     does it, and keeps no journal
   */
  void tell(String role, AgentId agent, AgentCommand command);

  /**
   * Where an agent's journal had come to when it was done with an assignment and those before: the
   * sequence number of the last event that is not of a later one.
   */
  CompletionStage<Long> sequenceBehind(String role, AgentId agent, int assignment);

  /**
   * The heir, an agent of the same role that has done nothing yet, begins with what another one had
   * in its journal up to a sequence number. Completes when that is durable; the same again changes
   * nothing.
   */
  CompletionStage<Done> inherit(String role, AgentId heir, AgentId from, long through);

  /**
   * An agent's conversation, rebuilt from all events of its journal: {@code {agent, role,
   * messages:[{role, text}], calls:[{assignment, attempt, call, at, model, latencyMs, usage,
   * messagesBefore, messages, request, reply}]}}.
   *
   * @param wanted the only call that is shown; empty for all
   */
  CompletionStage<JsonNode> transcript(
      String persistenceId, List<StoredEvent> events, Optional<CallNumber> wanted);

  /** What an event of an agent's journal says was used in some attempts of an assignment. */
  default Usage usage(StoredEvent event, int assignment, Set<Integer> attempts) {
    return Usage.NONE;
  }

  /** Ids of the passages that an event of an agent's journal speaks of. */
  default List<String> passages(StoredEvent event) {
    return List.of();
  }

  record PinnedRole(String hash, Role role) {}
}
