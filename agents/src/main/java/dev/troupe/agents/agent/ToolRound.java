package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.AgentId;
import dev.troupe.agents.Role;
import dev.troupe.agents.agent.AgentEvent.ToolReturned;
import dev.troupe.agents.agent.AgentEvent.ToolStarted;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.ToolSpec.Effect;
import dev.troupe.persistence.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tools that one reply asks for, at work: those that only read all at once, those that change
 * something one after the other in the reply's order. Nothing of it is durable; the agent records
 * what it is told.
 */
final class ToolRound implements Underway {
  private final TurnContext context;
  private final AgentId agent;
  private final Transcript transcript;
  private final Attempt.Open work;
  private final Instant deadline;
  private final Consumer<String> watchers;
  private final Journal journal;
  private final ConcurrentLinkedQueue<FutureTask<?>> chains = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;

  /** Where a round tells what has to be recorded. */
  interface Journal {

    /** Completes once it is durable, and never if it is not wanted. */
    CompletionStage<?> started(ToolRound round, ToolStarted event);

    void returned(ToolRound round, ToolReturned event);

    void gaveUp(ToolRound round, String error, String cause);
  }

  /** A call that may be made. */
  private record Ready(ToolPlace place, ToolBox.Known known, JsonNode input) {
    boolean changes() {
      return known.tool().spec().effect() == Effect.CHANGES;
    }
  }

  ToolRound(
      TurnContext context,
      AgentId agent,
      Transcript transcript,
      Attempt.Open work,
      Instant deadline,
      Consumer<String> watchers,
      Journal journal) {
    this.context = context;
    this.agent = agent;
    this.transcript = transcript;
    this.work = work;
    this.deadline = deadline;
    this.watchers = watchers;
    this.journal = journal;
  }

  Attempt.Open work() {
    return work;
  }

  void begin() {
    context
        .roles()
        .byHash(work.accepted().roleHash())
        .thenAcceptAsync(this::begin, context.blocking())
        .exceptionally(this::giveUp);
  }

  private void begin(Optional<KnownRole> known) {
    var role = known.map(KnownRole::role);
    var use = role.map(Role::tools);
    if (role.isEmpty() || use.isEmpty()) {
      journal.gaveUp(
          this,
          "Agent.RoleUnknown",
          "No role with tools and the hash %s is stored here: was the task moved to another data directory?"
              .formatted(work.accepted().roleHash()));
    } else {
      begin(role.get(), use.get());
    }
  }

  private @Nullable Void giveUp(Throwable failure) {
    journal.gaveUp(this, "Agent.Failed", "The agent could not go on: %s".formatted(failure));
    return null;
  }

  private void begin(Role role, Role.ToolUse use) {
    var changing = new ArrayList<Ready>();
    for (var place : work.outstanding()) {
      var ready = checked(role, use, place);
      if (ready != null && ready.changes()) {
        changing.add(ready);
      } else if (ready != null) {
        chain(use, List.of(ready));
      }
    }
    if (!changing.isEmpty()) {
      chain(use, changing);
    }
  }

  /** Null where the model has been told already why not. */
  private @Nullable Ready checked(Role role, Role.ToolUse use, ToolPlace place) {
    var request = place.request();
    var known = context.tools().find(role, request.name());
    if (known.isEmpty()) {
      refuse(
          place,
          "There is no tool %s here; there are %s."
              .formatted(request.name(), String.join(", ", use.names())));
      return null;
    }
    var input = input(request.arguments());
    if (input == null) {
      refuse(place, "The arguments of %s are not JSON.".formatted(request.name()));
      return null;
    }
    var ready = new Ready(place, known.get(), input);
    var fault = known.get().schema().fault(input).or(() -> containment(use, ready));
    fault.ifPresent(text -> refuse(place, text));
    return fault.isEmpty() ? ready : null;
  }

  private static @Nullable JsonNode input(String arguments) {
    try {
      return arguments.isBlank() ? Json.MAPPER.createObjectNode() : Json.parse(arguments);
    } catch (IllegalArgumentException notJson) {
      return null;
    }
  }

  /** Text from outside may have told the model to do it. */
  private Optional<String> containment(Role.ToolUse use, Ready ready) {
    boolean shown =
        work.showsUntrustedText(ready.place().call())
            || transcript.returned().stream()
                .anyMatch(earlier -> earlier.work().showsUntrustedText(Integer.MAX_VALUE));
    return ready.changes() && shown && !use.changesAfterUntrusted()
        ? Optional.of(
            "%s was not called: it changes something, and text from outside stands in this conversation. Answer without it."
                .formatted(ready.known().name()))
        : Optional.empty();
  }

  private void refuse(ToolPlace place, String text) {
    returned(place, null, false, Duration.ZERO, new ToolOutcome.Failed(text));
  }

  private void chain(Role.ToolUse use, List<Ready> calls) {
    var chain = new FutureTask<@Nullable Object>(() -> run(use, calls), null);
    chains.add(chain);
    context.blocking().execute(chain);
    if (stopped) {
      chain.cancel(true);
    }
  }

  @Override
  public void stop() {
    stopped = true;
    chains.forEach(chain -> chain.cancel(true));
  }

  private void run(Role.ToolUse use, List<Ready> calls) {
    try {
      for (var ready : calls) {
        if (!run(use, ready)) {
          return;
        }
      }
    } catch (InterruptedException stop) {
      // Nobody waits for the rest.
    } catch (Exception broken) {
      giveUp(broken);
    }
  }

  /** False if there is no going on. */
  private boolean run(Role.ToolUse use, Ready ready) throws Exception {
    var begun = context.clock().instant();
    var left = Duration.between(begun, deadline);
    var within = left.compareTo(use.timeout()) < 0 ? left : use.timeout();
    var outcome = context.caller().inPlace(within, () -> outcome(ready, within, begun));
    if (outcome instanceof ToolOutcome.Unknown(var cause)) {
      journal.gaveUp(this, "Tool.OutcomeUnknown", cause);
      return false;
    }
    var spec = ready.known().tool().spec();
    returned(
        ready.place(),
        spec.name(),
        spec.untrusted(),
        Duration.between(begun, context.clock().instant()),
        outcome == null
            ? new ToolOutcome.Failed(
                "%s: all places for tools were taken for %s".formatted(spec.name(), within))
            : outcome);
    return true;
  }

  private ToolOutcome outcome(Ready ready, Duration within, Instant begun) throws Exception {
    var place = ready.place();
    var tool = ready.known().tool();
    watchers.accept("calling tool " + ready.known().name());
    var call =
        new ToolCall(
            agent.tenant(),
            agent.taskId(),
            work.accepted().collections(),
            work.assignment(),
            place.idempotencyKey(agent.taskId(), work.assignment()),
            begun.plus(within));
    if (work.tools().hasStarted(place.call(), place.place())) {
      var known = context.caller().lookUp(tool, call, ready.input(), within);
      if (known.isPresent()) {
        return known.get();
      }
    } else if (ready.changes()) {
      recordStart(ready);
    }
    return context.caller().call(tool, call, ready.input(), within);
  }

  private void recordStart(Ready ready) throws InterruptedException, ExecutionException {
    var place = ready.place();
    var event =
        new ToolStarted(
            work.assignment(),
            work.attempt(),
            place.call(),
            place.place(),
            place.request().id(),
            ready.known().name(),
            context.clock().instant());
    CompletableFuture<?> recorded = journal.started(this, event).toCompletableFuture();
    recorded.get();
  }

  private void returned(
      ToolPlace place,
      @Nullable String name,
      boolean untrusted,
      Duration latency,
      ToolOutcome outcome) {
    journal.returned(
        this,
        new ToolReturned(
            work.assignment(),
            work.attempt(),
            place.call(),
            place.place(),
            place.request().id(),
            name == null ? place.request().name() : name,
            outcome instanceof ToolOutcome.Result(var json) ? json : null,
            outcome instanceof ToolOutcome.Failed(var text) ? text : null,
            untrusted ? true : null,
            latency,
            context.clock().instant()));
  }
}
