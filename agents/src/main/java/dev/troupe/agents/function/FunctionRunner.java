package dev.troupe.agents.function;

import dev.troupe.agents.AgentCommand;
import dev.troupe.agents.AgentCommand.Assign;
import dev.troupe.agents.AgentCommand.Cancel;
import dev.troupe.agents.AgentId;
import dev.troupe.agents.AgentReply;
import dev.troupe.agents.Assignment;
import dev.troupe.agents.Usage;
import dev.troupe.persistence.Recent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * Runs Java functions for the supervisors of its node. An attempt that does not heed its interrupt
 * may still be at work when the next one begins.
 *
 * <p>All it knows lives in memory: a supervisor's journal has the order and, once it was heard, the
 * result. What is lost in between is assigned again and runs again.
 */
public final class FunctionRunner extends AbstractBehavior<FunctionRunner.Message> {
  /** The scheduler knows no later times. */
  private static final Duration WATCHED_AT_MOST = Duration.ofDays(200);

  /** For supervisors that lost an answer, because they could not write it or had left memory. */
  private static final int ANSWERS_AT_MOST = 256;

  /** What the runner may be told. */
  public sealed interface Message {}

  /** What a supervisor tells whoever does its step. */
  public record Told(AgentId agent, AgentCommand command) implements Message {}

  private record Ended(Step step, FunctionRun run, AgentReply reply) implements Message {}

  private record Expired(Step step, FunctionRun run) implements Message {}

  private record Step(AgentId agent, int assignment) {}

  /** An attempt under way or waiting for a place, with whoever asked last. */
  private record Open(Assign assign, FunctionRun run, Cancellable deadline) {}

  private record Answer(int attempt, AgentReply reply) {}

  // Wiring

  /**
   * @param blocking where functions may block: virtual threads, never an actor's dispatcher
   */
  public static Behavior<Message> create(
      Functions functions, FunctionSettings settings, Executor blocking, InstantSource clock) {
    return create(FunctionKind.JAVA, functions, settings, blocking, clock);
  }

  /** The same for what goes by other names. */
  public static Behavior<Message> create(
      FunctionKind kind,
      Functions functions,
      FunctionSettings settings,
      Executor blocking,
      InstantSource clock) {
    return Behaviors.setup(
        context -> new FunctionRunner(context, kind, functions, settings, blocking, clock));
  }

  private final FunctionKind kind;
  private final Functions functions;
  private final FunctionSettings settings;
  private final Executor blocking;
  private final InstantSource clock;
  private final Map<Step, Open> open = new HashMap<>();
  private final Deque<FunctionRun> waiting = new ArrayDeque<>();
  private final Map<Step, Answer> answers = Recent.byAge(ANSWERS_AT_MOST);
  private int underWay;

  private FunctionRunner(
      ActorContext<Message> context,
      FunctionKind kind,
      Functions functions,
      FunctionSettings settings,
      Executor blocking,
      InstantSource clock) {
    super(context);
    this.kind = kind;
    this.functions = functions;
    this.settings = settings;
    this.blocking = blocking;
    this.clock = clock;
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onAnyMessage(this::onMessage)
        .onSignal(PostStop.class, _ -> onStopped())
        .build();
  }

  // Behaviour

  private Behavior<Message> onMessage(Message message) {
    switch (message) {
      case Told(var agent, Assign assign) ->
          onAssign(new Step(agent, assign.assignment().number()), assign);
      case Told(var agent, Cancel cancel) -> onCancel(new Step(agent, cancel.assignment()), cancel);
      case Told(_, AgentCommand.Inherit inherit) ->
          throw new IllegalStateException("Functions remember nothing: " + inherit);
      case Told(_, AgentCommand.Watch _) -> {
        // No model writes here.
      }
      case Told(_, AgentCommand.Internal internal) ->
          throw new IllegalStateException("No function can be told " + internal);
      case Ended ended -> onEnded(ended);
      case Expired(var step, var run) -> onExpired(step, run);
    }
    return this;
  }

  /** Whoever takes these steps up again must not meet them at work here. */
  private Behavior<Message> onStopped() {
    waiting.clear();
    open.values().forEach(this::stop);
    return this;
  }

  /** Its supervisor has given it up by now. */
  private void onExpired(Step step, FunctionRun run) {
    var known = open.get(step);
    if (known != null && known.run() == run) {
      open.remove(step);
      stop(known);
    }
  }

  private void onAssign(Step step, Assign assign) {
    var attempt = assign.assignment().attempt();
    var known = open.get(step);
    var answer = answers.get(step);
    if (known != null && known.assign().assignment().attempt() == attempt) {
      open.put(step, new Open(assign, known.run(), known.deadline()));
      tellWorking(assign);
    } else if (answer != null && answer.attempt() == attempt) {
      assign.replyTo().tell(answer.reply());
    } else {
      stop(known);
      begin(step, assign);
    }
  }

  private void begin(Step step, Assign assign) {
    var assignment = assign.assignment();
    var name = assignment.role().substring(kind.prefix().length());
    var function = functions.find(name);
    if (function == null) {
      assign.replyTo().tell(unknown(name, assignment));
      return;
    }
    // Past the bound it is not even heard: the supervisor asks again in a second.
    if (waiting.size() < settings.waiting()) {
      var self = getContext().getSelf();
      var run =
          new FunctionRun(
              function, assignment, (ended, reply) -> self.tell(new Ended(step, ended, reply)));
      open.put(step, new Open(assign, run, deadline(assignment, new Expired(step, run))));
      answers.remove(step);
      waiting.add(run);
      tellWorking(assign);
      fillPlaces();
    }
  }

  private Cancellable deadline(Assignment assignment, Expired expired) {
    var left = Duration.between(clock.instant(), assignment.deadline());
    return left.compareTo(WATCHED_AT_MOST) > 0
        ? Cancellable.alreadyCancelled()
        : getContext()
            .scheduleOnce(
                left.isNegative() ? Duration.ZERO : left, getContext().getSelf(), expired);
  }

  private void fillPlaces() {
    while (underWay < settings.atOnce() && !waiting.isEmpty()) {
      var next = waiting.remove();
      // Its own end is on its way, and may be behind the end that made this place.
      if (next.isWanted(clock.instant())) {
        underWay++;
        blocking.execute(next);
      }
    }
  }

  /** A run that was stopped still ends; what came of it is not wanted any more. */
  private void onEnded(Ended ended) {
    underWay--;
    var known = open.get(ended.step());
    if (known != null && known.run() == ended.run()) {
      open.remove(ended.step());
      known.deadline().cancel();
      answers.put(ended.step(), new Answer(known.assign().assignment().attempt(), ended.reply()));
      known.assign().replyTo().tell(ended.reply());
    }
    fillPlaces();
  }

  private void onCancel(Step step, Cancel cancel) {
    var known = open.get(step);
    if (known != null && known.assign().assignment().attempt() <= cancel.attempt()) {
      open.remove(step);
      stop(known);
    }
    cancel.replyTo().tell(new AgentReply.Cancelled(cancel.assignment(), cancel.attempt()));
  }

  private void stop(@Nullable Open known) {
    if (known != null) {
      known.deadline().cancel();
      waiting.remove(known.run());
      known.run().stop();
    }
  }

  private static void tellWorking(Assign assign) {
    var assignment = assign.assignment();
    assign.replyTo().tell(new AgentReply.Working(assignment.number(), assignment.attempt()));
  }

  private AgentReply unknown(String name, Assignment assignment) {
    return new AgentReply.Failed(
        assignment.number(),
        assignment.attempt(),
        kind.unknown(),
        "No %s '%s' is here (there are: %s); start with the plugin or the code that has it, then submit the task again."
            .formatted(kind.noun(), name, functions.names()),
        Usage.NONE);
  }
}
