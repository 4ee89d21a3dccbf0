package dev.troupe.agents.agent;

import dev.troupe.agents.counters.UsageCounter;
import dev.troupe.agents.knowledge.KnowledgeBase;
import dev.troupe.agents.model.ModelGateway;
import dev.troupe.agents.shared.SharedKnowledge;
import dev.troupe.agents.telemetry.Telemetry;
import dev.troupe.persistence.Patience;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * What every agent of a node works with.
 *
 * @param blocking where calls may block: virtual threads, never an actor's dispatcher
 * @param passages how many a researcher is shown
 * @param journals where other agents' memories are
 * @param tools what models may ask for
 * @param toolLists what models were told of tools
 * @param caller bounds the calls of tools
 * @param told of what was done
 * @param shared what the agents of a task let each other know
 * @param counter adds up what models are used for
 */
record TurnContext(
    RoleCatalog roles,
    KnowledgeBase knowledge,
    ModelGateway gateway,
    Executor blocking,
    InstantSource clock,
    int passages,
    Journals journals,
    ToolBox tools,
    ToolLists toolLists,
    ToolCaller caller,
    AgentTelemetry told,
    SharedKnowledge shared,
    UsageCounter counter) {

  /** Empty if no such role was ever stored; waits for a store that is away. */
  CompletionStage<Optional<KnownRole>> role(String hash, Instant deadline) {
    return patience().until(deadline, () -> roles.byHash(hash));
  }

  Patience patience() {
    return new Patience(clock);
  }

  TurnContext(
      RoleCatalog roles,
      KnowledgeBase knowledge,
      ModelGateway gateway,
      Executor blocking,
      InstantSource clock,
      int passages) {
    this(roles, knowledge, gateway, blocking, clock, passages, Journals.EMPTY);
  }

  /** Without tools. */
  TurnContext(
      RoleCatalog roles,
      KnowledgeBase knowledge,
      ModelGateway gateway,
      Executor blocking,
      InstantSource clock,
      int passages,
      Journals journals) {
    this(
        roles,
        knowledge,
        gateway,
        blocking,
        clock,
        passages,
        journals,
        ToolBox.EMPTY,
        ToolLists.EMPTY,
        new ToolCaller(blocking, new ToolSettings(1, 1, 1, Duration.ofDays(1), 3)));
  }

  /** Without telemetry. */
  TurnContext(
      RoleCatalog roles,
      KnowledgeBase knowledge,
      ModelGateway gateway,
      Executor blocking,
      InstantSource clock,
      int passages,
      Journals journals,
      ToolBox tools,
      ToolLists toolLists,
      ToolCaller caller) {
    this(
        roles,
        knowledge,
        gateway,
        blocking,
        clock,
        passages,
        journals,
        tools,
        toolLists,
        caller,
        new AgentTelemetry(Telemetry.NONE, gateway::conventionalProvider),
        SharedKnowledge.NONE,
        UsageCounter.NONE);
  }
}
