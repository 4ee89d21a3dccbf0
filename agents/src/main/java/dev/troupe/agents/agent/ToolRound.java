package dev.troupe.agents.agent;

import dev.troupe.agents.AgentId;
import dev.troupe.agents.Ask;
import dev.troupe.agents.Assignment;
import dev.troupe.agents.Role;
import dev.troupe.agents.agent.AgentEvent.ToolReturned;
import dev.troupe.agents.agent.AgentEvent.ToolStarted;
import dev.troupe.agents.agent.ToolCheck.Checked;
import dev.troupe.agents.agent.ToolCheck.Found;
import dev.troupe.agents.agent.ToolCheck.Missing;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.persistence.PlainWords;
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
  private static final int ARGUMENTS_SHOWN = 1_000;

  private final TurnContext context;
  private final AgentId agent;
  private final Transcript transcript;
  private final Attempt.Open work;
  private final Instant deadline;
  private final List<String> callers;
  private final Consumer<String> watchers;
  private final Journal journal;
  private final ConcurrentLinkedQueue<FutureTask<?>> chains = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;
  private volatile List<Ask> asks = List.of();

  /** Where a round tells what has to be recorded. */
  interface Journal {

    /** Completes once it is durable, and never if it is not wanted. */
    CompletionStage<?> started(ToolRound round, ToolStarted event);

    void returned(ToolRound round, ToolReturned event);

    void gaveUp(ToolRound round, String error, String cause);

    /** Nothing else is left to do but what the round {@link ToolRound#asks}. */
    void waits(ToolRound round);
  }

  ToolRound(
      TurnContext context,
      Assignment assignment,
      Transcript transcript,
      Attempt.Open work,
      Consumer<String> watchers,
      Journal journal) {
    this.context = context;
    this.agent = assignment.agent();
    this.transcript = transcript;
    this.work = work;
    this.deadline = assignment.deadline();
    this.callers = assignment.calledBy();
    this.watchers = watchers;
    this.journal = journal;
  }

  @Override
  public Attempt.Open work() {
    return work;
  }

  AgentId agent() {
    return agent;
  }

  void begin() {
    context
        .role(work.accepted().roleHash(), deadline)
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
    journal.gaveUp(
        this,
        TurnResult.GaveUp.FAULT,
        "The agent could not go on: %s".formatted(PlainWords.of(failure)));
    return null;
  }

  private void begin(Role role, Role.ToolUse use) {
    var containment = new Containment(context.tools(), context.roles()::configured);
    var check = new ToolCheck(context.tools(), containment, role, use, callers, transcript, work);
    var checked = work.outstanding().stream().map(check::of).toList();
    for (var each : checked) {
      if (each instanceof Missing(var place, var why) && wasStarted(place)) {
        giveUp(place, ToolOutcome.Unknown.of(place.request().name(), why));
        return;
      }
    }
    begin(use, checked);
  }

  private void begin(Role.ToolUse use, List<Checked> checked) {
    var questions = new Questions(checked);
    asks = questions.asks();
    questions.unfit().forEach(this::refuse);
    var others = questions.others();
    call(use, others);
    if (others.isEmpty() && questions.unfit().isEmpty()) {
      journal.waits(this);
    }
  }

  private void call(Role.ToolUse use, List<Checked> checked) {
    var inOrder = new ArrayList<Found>();
    for (var each : checked) {
      switch (each) {
        case Missing(var place, var why) -> refuse(place, why);
        case Found found when wasStarted(found.place()) -> inOrder.add(found);
        case Found found when found.fault().isPresent() ->
            refuse(found.place(), found.fault().get());
        case Found found when found.changes() -> inOrder.add(found);
        case Found found -> chain(use, List.of(found));
      }
    }
    if (!inOrder.isEmpty()) {
      chain(use, inOrder);
    }
  }

  /** What others have to answer before the agent can go on; the rest of the round comes first. */
  List<Ask> asks() {
    return asks;
  }

  /** Whether all that is still outstanding is for others to answer. */
  boolean onlyWaitsFor(List<ToolPlace> outstanding) {
    return outstanding.stream()
        .allMatch(place ->
            asks.stream()
                .anyMatch(ask -> ask.call() == place.call() && ask.place() == place.place()));
  }

  private boolean wasStarted(ToolPlace place) {
    return work.tools().hasStarted(place.call(), place.place());
  }

  private void refuse(ToolPlace place, String text) {
    returned(place, null, false, Duration.ZERO, new ToolOutcome.Failed(text));
  }

  private void chain(Role.ToolUse use, List<Found> calls) {
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

  private void run(Role.ToolUse use, List<Found> calls) {
    try {
      for (var found : calls) {
        if (!run(found, ToolTime.of(context.clock(), use.timeout(), deadline))) {
          return;
        }
      }
    } catch (InterruptedException stop) {
      // Nobody waits for the rest.
    } catch (Throwable broken) {
      // An end that nobody is told of would be waited for until the deadline.
      giveUp(broken);
    }
  }

  /** False if there is no going on. */
  private boolean run(Found found, ToolTime time) throws Exception {
    if (time.isOver()) {
      journal.gaveUp(
          this,
          "Tool.Timeout",
          "The step's time was over before %s was called".formatted(found.known().name()));
      return false;
    }
    var begun = context.clock().instant();
    var outcome =
        context
            .caller()
            .inPlace(found.known().name(), agent.tenant(), time, () -> outcome(found, time));
    var ended = outcome == null ? noPlace(found, time) : outcome;
    if (ended instanceof ToolOutcome.Unknown unknown) {
      giveUp(found.place(), unknown);
      return false;
    }
    var spec = found.known().tool().spec();
    var latency = Duration.between(begun, context.clock().instant());
    returned(found.place(), spec.name(), spec.untrusted(), latency, ended);
    return true;
  }

  /** Whoever looks after it needs to know what was asked, and under which key. */
  private void giveUp(ToolPlace place, ToolOutcome.Unknown unknown) {
    var arguments = place.request().arguments();
    journal.gaveUp(
        this,
        ToolOutcome.UNKNOWN,
        "%s Called under the idempotency key %s with %s"
            .formatted(
                unknown.cause(),
                place.idempotencyKey(agent.taskId(), work.assignment()),
                arguments.substring(0, Math.min(ARGUMENTS_SHOWN, arguments.length()))));
  }

  private ToolOutcome noPlace(Found found, ToolTime time) {
    var name = found.known().name();
    var what = "all places for it were taken for " + PlainWords.of(time.timeout());
    return wasStarted(found.place())
        ? ToolOutcome.Unknown.of(name, "it could not be asked, " + what)
        : new ToolOutcome.Failed(name + ": " + what);
  }

  private ToolOutcome outcome(Found found, ToolTime time) throws Exception {
    watchers.accept("calling tool " + found.known().name());
    var tool = found.known().tool();
    var call = call(found.place(), time);
    if (wasStarted(found.place())) {
      var known = context.caller().lookUp(tool, call, found.input(), time.left());
      if (known.isPresent() || found.fault().isPresent()) {
        return known.orElseGet(() -> new ToolOutcome.Failed(found.fault().orElseThrow()));
      }
    } else if (found.changes() && !time.isOver()) {
      recordStart(found);
    }
    return context.caller().call(tool, call, found.input(), time);
  }

  private ToolCall call(ToolPlace place, ToolTime time) {
    return new ToolCall(
        agent.tenant(),
        agent.taskId(),
        work.accepted().collections(),
        work.assignment(),
        place.idempotencyKey(agent.taskId(), work.assignment()),
        time.end());
  }

  private void recordStart(Found found) throws InterruptedException, ExecutionException {
    var place = found.place();
    var event =
        new ToolStarted(
            work.assignment(),
            work.attempt(),
            place.call(),
            place.place(),
            place.request().id(),
            found.known().name(),
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
