package dev.troupe.supervisor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.AgentCommand;
import dev.troupe.agents.AgentId;
import dev.troupe.agents.AgentReply;
import dev.troupe.agents.Agents;
import dev.troupe.agents.Answer;
import dev.troupe.agents.Assignment;
import dev.troupe.agents.CallNumber;
import dev.troupe.agents.Role;
import dev.troupe.agents.Usage;
import dev.troupe.agents.Writing;
import dev.troupe.agents.shared.SharedKnowledge;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.supervisor.task.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Agents without actors: each role answers at once, on the caller's thread, from its script. */
public final class ScriptedAgents implements Agents {
  public static final Usage ONE_CALL = new Usage(1, 0, 0);

  /** What a role answers to an assignment; empty for silence. */
  public interface Script extends Function<Assignment, Optional<AgentReply>> {}

  public final List<Assignment> assigned = new CopyOnWriteArrayList<>();

  /** What an agent was told of what it had asked. */
  private record Answered(AgentId agent, Answer answer) {}

  private final List<Answered> answered = new CopyOnWriteArrayList<>();

  /** Who was told of a watcher. */
  public record Watched(String role, AgentId agent, ActorRef<Writing> watcher) {}

  public final List<Watched> watched = new CopyOnWriteArrayList<>();

  public final List<AgentCommand.Cancel> cancelled = new CopyOnWriteArrayList<>();

  /** What all nodes are shown. */
  public final ShownKnowledge shown = new ShownKnowledge();

  /** Work is not even confirmed. */
  public volatile boolean silent;

  /** Who is to inherit waits. */
  public volatile boolean silentToHeirs;

  private final Map<String, Script> scripts = new ConcurrentHashMap<>();

  public ScriptedAgents with(String role, Script script) {
    scripts.put(role, script);
    return this;
  }

  /** Forgets everything and takes over another's scripts. */
  public void reset(ScriptedAgents other) {
    silent = false;
    assigned.clear();
    shown.entries.clear();
    cancelled.clear();
    scripts.clear();
    scripts.putAll(other.scripts);
  }

  /** What one task assigned: what an earlier test's task still does is not in it. */
  public List<Assignment> assigned(TaskId task) {
    return assigned.stream().filter(work -> work.agent().taskId().equals(task.id())).toList();
  }

  /** What one task's agents were told of what they had asked, as often as they were told. */
  public List<Answer> answers(TaskId task) {
    return answered.stream()
        .filter(told -> told.agent().taskId().equals(task.id()))
        .map(Answered::answer)
        .toList();
  }

  /** The role returns what the function makes of the input. */
  public ScriptedAgents returning(String role, Function<JsonNode, JsonNode> output) {
    return with(role, assignment -> Optional.of(returned(assignment, output)));
  }

  public static AgentReply returned(Assignment work, Function<JsonNode, JsonNode> output) {
    return new AgentReply.Returned(
        work.number(), work.attempt(), output.apply(work.input()), 1, ONE_CALL, "offline");
  }

  public static AgentReply failed(Assignment work, String error) {
    return new AgentReply.Failed(
        work.number(), work.attempt(), error, "as scripted", ONE_CALL, null);
  }

  @Override
  public Optional<PinnedRole> role(String name, @Nullable String model) {
    if (!scripts.containsKey(name)) {
      return Optional.empty();
    }
    var limits = new Role.Limits(2, 1000, Duration.ofSeconds(10));
    var role =
        new Role(
            name, Role.Kind.PLAIN, "do it", model == null ? "offline" : model, null, null, limits);
    return Optional.of(new PinnedRole("hash-of-" + name, role));
  }

  @Override
  public Optional<String> faultOfModel(String model) {
    return model.contains("/") || model.equals("offline")
        ? Optional.empty()
        : Optional.of("'%s' is no model".formatted(model));
  }

  @Override
  public CompletionStage<Done> prepare(@Nullable String model) {
    return CompletableFuture.completedStage(Done.getInstance());
  }

  @Override
  public SharedKnowledge shared() {
    return shown;
  }

  @Override
  public void tell(String role, AgentId agent, AgentCommand command) {
    switch (command) {
      case AgentCommand.Assign(var assignment, var replyTo, var answers, _, _) -> {
        assigned.add(assignment);
        answers.forEach(answer -> answered.add(new Answered(assignment.agent(), answer)));
        if (!silent) {
          replyTo.tell(new AgentReply.Working(assignment.number(), assignment.attempt()));
        }
        var script = scripts.get(role);
        if (script != null) {
          script.apply(assignment).ifPresent(replyTo::tell);
        }
      }
      case AgentCommand.Cancel cancel -> {
        cancelled.add(cancel);
        cancel.replyTo().tell(new AgentReply.Cancelled(cancel.assignment(), cancel.attempt()));
      }
      case AgentCommand.Inherit inherit -> throw new IllegalStateException(inherit.toString());
      case AgentCommand.Watch watch -> watched.add(new Watched(role, agent, watch.watcher()));
      case AgentCommand.Internal internal -> throw new IllegalStateException(internal.toString());
    }
  }

  /** Agents that took over others' memories, and from whom. */
  public final Map<AgentId, AgentId> heirs = new ConcurrentHashMap<>();

  /** Each event of a scripted agent would be an assignment. */
  @Override
  public CompletionStage<Long> sequenceBehind(String role, AgentId agent, int assignment) {
    return CompletableFuture.completedStage((long) assignment);
  }

  @Override
  public CompletionStage<Done> inherit(String role, AgentId heir, AgentId from, long through) {
    if (silentToHeirs) {
      return new CompletableFuture<>();
    }
    heirs.put(heir, from);
    return CompletableFuture.completedStage(Done.getInstance());
  }

  @Override
  public CompletionStage<JsonNode> transcript(
      String persistenceId, List<StoredEvent> events, Optional<CallNumber> wanted) {
    return CompletableFuture.completedStage(
        Json.parse("{\"agent\":\"%s\"}".formatted(persistenceId)));
  }
}
