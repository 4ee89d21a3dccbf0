package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.AgentCommand;
import dev.troupe.agents.AgentId;
import dev.troupe.agents.Agents;
import dev.troupe.agents.CallNumber;
import dev.troupe.agents.Inherited;
import dev.troupe.agents.Usage;
import dev.troupe.agents.agent.AgentEvent.ModelReplied;
import dev.troupe.agents.agent.AgentEvent.PassagesRetrieved;
import dev.troupe.agents.counters.UsageCounters;
import dev.troupe.agents.function.FunctionKind;
import dev.troupe.agents.function.FunctionRunner;
import dev.troupe.agents.function.FunctionSettings;
import dev.troupe.agents.function.Functions;
import dev.troupe.agents.knowledge.KnowledgeBase;
import dev.troupe.agents.model.ModelGateway;
import dev.troupe.agents.shared.ReplicatedKnowledge;
import dev.troupe.agents.shared.SharedKnowledge;
import dev.troupe.agents.telemetry.Telemetries;
import dev.troupe.agents.tool.KnowledgeSearch;
import dev.troupe.agents.tool.Tools;
import dev.troupe.persistence.Store;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.persistence.Table;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.jspecify.annotations.Nullable;

/** The agents of a node: one sharded entity type per role. */
public final class AgentSystem implements Agents {
  private static final int PAGE = 256;
  private static final Duration INHERITED_WITHIN = Duration.ofSeconds(10);
  private static final String BLOCKING = "troupe.blocking-dispatcher";

  private final ActorSystem<?> system;
  private final ClusterSharding sharding;
  private final ClusterShardingSettings shardingSettings;
  private final AgentSettings settings;
  private final ModelGateway gateway;
  private final TurnContext turns;
  private final Functions functions;
  private final SharedKnowledge shared;
  private final UsageCounters counters;
  private final ActorRef<FunctionRunner.Message> runner;
  private final Functions toolSteps;
  private final Set<String> changing;
  private final ActorRef<FunctionRunner.Message> toolRunner;
  private final Map<String, ActorRef<ShardingEnvelope<AgentCommand>>> regions =
      new ConcurrentHashMap<>();

  /**
   * Makes this node a home of agents. The system must belong to a cluster, if only of itself.
   *
   * <p>Wait for {@link Agents#prepare} with null before the first task is accepted.
   */
  public static Agents start(
      ActorSystem<?> system,
      AgentSettings settings,
      ModelGateway gateway,
      KnowledgeBase knowledge,
      Store store) {
    return start(
        system, settings, gateway, knowledge, Functions.NONE, store, InstantSource.system());
  }

  /** The same with Java functions, and on another clock for tests on manual time. */
  public static Agents start(
      ActorSystem<?> system,
      AgentSettings settings,
      ModelGateway gateway,
      KnowledgeBase knowledge,
      Functions functions,
      Store store,
      InstantSource clock) {
    return start(system, settings, gateway, knowledge, functions, Tools.NONE, store, clock);
  }

  /**
   * The same with tools.
   *
   * @throws IllegalArgumentException if a role lists a tool that is not among them
   */
  public static Agents start(
      ActorSystem<?> system,
      AgentSettings settings,
      ModelGateway gateway,
      KnowledgeBase knowledge,
      Functions functions,
      Tools tools,
      Store store,
      InstantSource clock) {
    var roles = store.table(RoleCatalog.TABLE);
    return start(
        system, settings, gateway, knowledge, functions, tools, roles, clock, store::events);
  }

  static Agents start(
      ActorSystem<?> system,
      AgentSettings settings,
      ModelGateway gateway,
      KnowledgeBase knowledge,
      Functions functions,
      Table roles,
      InstantSource clock) {
    return start(
        system, settings, gateway, knowledge, functions, Tools.NONE, roles, clock, Journals.EMPTY);
  }

  private static Agents start(
      ActorSystem<?> system,
      AgentSettings settings,
      ModelGateway gateway,
      KnowledgeBase knowledge,
      Functions functions,
      Tools tools,
      Table roles,
      InstantSource clock,
      Journals journals) {
    var agents =
        new AgentSystem(
            system, settings, gateway, knowledge, functions, tools, roles, clock, journals);
    settings.roles().keySet().forEach(agents::region);
    return agents;
  }

  private AgentSystem(
      ActorSystem<?> system,
      AgentSettings settings,
      ModelGateway gateway,
      KnowledgeBase knowledge,
      Functions functions,
      Tools tools,
      Table roles,
      InstantSource clock,
      Journals journals) {
    var blocking = system.dispatchers().lookup(DispatcherSelector.fromConfig(BLOCKING));
    this.functions = functions;
    this.system = system;
    this.shared = ReplicatedKnowledge.on(system, clock);
    this.counters = UsageCounters.on(system);
    var known = withBuiltIn(tools, settings, knowledge, shared);
    settings.requireTools(known);
    this.sharding = ClusterSharding.get(system);
    // Agents passivate themselves: sharding cannot see that a model call is under way.
    this.shardingSettings =
        ClusterShardingSettings.create(system)
            .withRememberEntities(false)
            .withNoPassivationStrategy();
    this.settings = settings;
    this.gateway = gateway;
    this.turns =
        new TurnContext(
            new RoleCatalog(settings.roles(), roles),
            knowledge,
            gateway,
            blocking,
            clock,
            settings.passages(),
            journals,
            new ToolBox(known, settings.tools().callDepth()),
            new ToolLists(roles),
            new ToolCaller(blocking, settings.tools()),
            new AgentTelemetry(Telemetries.of(system), gateway::conventionalProvider),
            shared,
            counters);
    this.runner = runner(FunctionKind.JAVA, functions, "java-functions");
    this.toolSteps = ToolSteps.of(known);
    this.changing = ToolSteps.changing(known);
    this.toolRunner = runner(FunctionKind.TOOL, toolSteps, "tool-steps");
  }

  private static Tools withBuiltIn(
      Tools tools, AgentSettings settings, KnowledgeBase knowledge, SharedKnowledge shared) {
    return tools
        .and(KnowledgeSearch.in(knowledge, settings.passages()))
        .with(new AskHuman(settings.tools().personAnswersWithin()))
        .with(new CallAgent(List.of()))
        .with(new PublishFinding())
        .with(new RetractFinding())
        .with(new ReadFindings(shared))
        .with(new ClaimQuestion());
  }

  private ActorRef<FunctionRunner.Message> runner(
      FunctionKind kind, Functions functions, String name) {
    return system.systemActorOf(
        FunctionRunner.create(
            kind,
            functions,
            FunctionSettings.of(system.settings().config()),
            turns.blocking(),
            turns.clock()),
        name,
        Props.empty());
  }

  @Override
  public Optional<PinnedRole> role(String name, @Nullable String model) {
    return turns.roles().pin(name, model);
  }

  @Override
  public Optional<String> faultOfModel(String model) {
    return gateway.faultOfModel(model);
  }

  @Override
  public CompletionStage<Done> prepare(@Nullable String model) {
    return turns.roles().store(model).thenApply(_ -> Done.getInstance());
  }

  @Override
  public boolean hasFunction(String name) {
    return functions.has(name);
  }

  @Override
  public boolean hasToolStep(String name) {
    return toolSteps.has(name);
  }

  @Override
  public boolean changes(String tool) {
    return !toolSteps.has(tool) || changing.contains(tool);
  }

  @Override
  public SharedKnowledge shared() {
    return shared;
  }

  @Override
  public CompletionStage<Map<String, Usage>> usageByRole(String tenant) {
    return counters.of(tenant);
  }

  @Override
  public void tell(String role, AgentId agent, AgentCommand command) {
    if (role.startsWith(FUNCTION)) {
      runner.tell(new FunctionRunner.Told(agent, command));
    } else if (role.startsWith(TOOL)) {
      toolRunner.tell(new FunctionRunner.Told(agent, command));
    } else {
      region(role).tell(new ShardingEnvelope<>(agent.entityId(), command));
    }
  }

  @Override
  public CompletionStage<Long> sequenceBehind(String role, AgentId agent, int assignment) {
    return sequenceBehind(PersistenceId.of(role, agent.entityId()).id(), 0, assignment);
  }

  private CompletionStage<Long> sequenceBehind(String journal, long known, int assignment) {
    return turns
        .journals()
        .events(journal, known, PAGE)
        .thenCompose(page -> {
          var sequence = known;
          for (var stored : page) {
            if (((AgentEvent) stored.event()).assignment() > assignment) {
              return CompletableFuture.completedStage(sequence);
            }
            sequence = stored.sequenceNumber();
          }
          // A page may be short of what was asked for: only an empty one is the end.
          return page.isEmpty()
              ? CompletableFuture.completedStage(sequence)
              : sequenceBehind(journal, sequence, assignment);
        });
  }

  @Override
  public CompletionStage<Done> inherit(String role, AgentId heir, AgentId from, long through) {
    return AskPattern.<ShardingEnvelope<AgentCommand>, Inherited>ask(
            region(role),
            replyTo ->
                new ShardingEnvelope<>(
                    heir.entityId(), new AgentCommand.Inherit(from, through, replyTo)),
            INHERITED_WITHIN,
            system.scheduler())
        .thenApply(_ -> Done.getInstance());
  }

  @Override
  public CompletionStage<JsonNode> transcript(
      String persistenceId, List<StoredEvent> events, Optional<CallNumber> call) {
    return new TranscriptLookup(turns).transcript(persistenceId, events, call);
  }

  @Override
  public Usage usage(StoredEvent event, int assignment, Set<Integer> attempts) {
    return event.event() instanceof ModelReplied reply
            && reply.assignment() == assignment
            && attempts.contains(reply.attempt())
        ? reply.usage()
        : Usage.NONE;
  }

  @Override
  public List<String> passages(StoredEvent event) {
    return event.event() instanceof PassagesRetrieved retrieved ? retrieved.ids() : List.of();
  }

  /** A role that left the configuration is still a home to the tasks that pinned it. */
  private ActorRef<ShardingEnvelope<AgentCommand>> region(String role) {
    return regions.computeIfAbsent(role, this::startRegion);
  }

  private ActorRef<ShardingEnvelope<AgentCommand>> startRegion(String role) {
    var key = EntityTypeKey.create(AgentCommand.class, role);
    return sharding.init(
        Entity.of(
                key,
                entity ->
                    Agent.create(
                        PersistenceId.of(role, entity.getEntityId()),
                        turns,
                        settings,
                        entity.getShard()))
            .withSettings(shardingSettings)
            .withStopMessage(Agent.leave()));
  }
}
