package dev.troupe.agents.agent;

import dev.troupe.agents.AgentCommand;
import dev.troupe.agents.AgentCommand.Assign;
import dev.troupe.agents.AgentCommand.Cancel;
import dev.troupe.agents.AgentCommand.Inherit;
import dev.troupe.agents.AgentCommand.Watch;
import dev.troupe.agents.AgentId;
import dev.troupe.agents.AgentReply;
import dev.troupe.agents.Ask;
import dev.troupe.agents.Assignment;
import dev.troupe.agents.Inherited;
import dev.troupe.agents.TaskMessage;
import dev.troupe.agents.Writing;
import dev.troupe.agents.agent.AgentEvent.AssignmentAccepted;
import dev.troupe.agents.agent.AgentEvent.MessageReceived;
import dev.troupe.agents.agent.AgentEvent.ModelReplied;
import dev.troupe.agents.agent.AgentEvent.ToolReturned;
import dev.troupe.agents.agent.AgentEvent.ToolStarted;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.shared.Finding;
import dev.troupe.persistence.Decision.Accepted;
import dev.troupe.persistence.Decision.Rejected;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.persistence.Stores;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.Recovery;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.jspecify.annotations.Nullable;

/**
 * One agent: does what it is assigned, one assignment after the other, and records what came of it.
 *
 * <p>What is under way or queued lives in memory only: when it is lost, the supervisor, whose
 * journal is the queue, assigns again. A recovered agent therefore waits to be told.
 */
public final class Agent extends EventSourcedBehavior<AgentCommand, AgentEvent, Transcript> {

  private sealed interface Own extends AgentCommand.Internal {}

  private record TurnEnded(Turn turn, TurnResult result) implements Own {}

  private record ToolBegins(ToolRound round, ToolStarted event, CompletableFuture<Done> recorded)
      implements Own {}

  private record ToolEnded(ToolRound round, ToolReturned event) implements Own {}

  private record ReadFirst(Unread pause) implements Own {}

  private record RoundWaits(ToolRound round) implements Own {}

  private record JudgesFound(Judged judged, @Nullable List<Ask> asks, @Nullable Throwable failure)
      implements Own {}

  private record RoundFailed(ToolRound round, String error, String cause) implements Own {}

  /** Looks whether there was anything to do lately. */
  private record Idle() implements Own {}

  private record Leave() implements Own {}

  private record WatcherLeft(ActorRef<Writing> watcher) implements Own {}

  /** Read from another agent's journal, behind what this one has. */
  private record Read(
      Inherit inherit, long after, @Nullable List<StoredEvent> events, @Nullable Throwable failure)
      implements Own {}

  /** Each event may hold a value of 256 KiB, a write 1 MiB. */
  private static final int INHERITED_PER_WRITE = 4;

  /** So many looks without anything heard in between, and an agent with nothing to do leaves. */
  private static final int QUIET_LOOKS = 2;

  // Wiring

  static Behavior<AgentCommand> create(
      PersistenceId id,
      TurnContext turns,
      AgentSettings settings,
      ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.setup(context -> new Agent(id, context, turns, settings, shard));
  }

  /** What sharding tells an agent that is to end here: idle ones, and all of a shard that moves. */
  static AgentCommand leave() {
    return new Leave();
  }

  private final ActorContext<AgentCommand> context;
  private final TurnContext turns;
  private final AgentSettings settings;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final Workload workload;
  private final Sharing sharing;
  private final Watchers watchers = new Watchers();
  private int quietLooks;
  private Cancellable nextLook;

  private Agent(
      PersistenceId id,
      ActorContext<AgentCommand> context,
      TurnContext turns,
      AgentSettings settings,
      ActorRef<ClusterSharding.ShardCommand> shard) {
    super(id);
    this.context = context;
    this.turns = turns;
    this.settings = settings;
    this.shard = shard;
    this.workload = new Workload(settings.queuedAssignments());
    this.sharing = Sharing.of(id.id(), turns.shared());
    this.nextLook = lookLater();
  }

  /** A receive timeout would be a timer for each message. */
  private Cancellable lookLater() {
    return context.scheduleOnce(
        settings.idle().dividedBy(QUIET_LOOKS), context.getSelf(), new Idle());
  }

  @Override
  public Transcript emptyState() {
    return Transcript.EMPTY;
  }

  @Override
  public CommandHandler<AgentCommand, AgentEvent, Transcript> commandHandler() {
    return this::onCommand;
  }

  @Override
  public String journalPluginId() {
    return Stores.journalWithoutTags(context.getSystem());
  }

  /** Nobody takes snapshots: a recovery need not ask the store for one. */
  @Override
  public Recovery recovery() {
    return Recovery.withSnapshotSelectionCriteria(SnapshotSelectionCriteria.none());
  }

  @Override
  public EventHandler<Transcript, AgentEvent> eventHandler() {
    return Transcript::evolve;
  }

  @Override
  public SignalHandler<Transcript> signalHandler() {
    return newSignalHandlerBuilder().onSignal(PostStop.instance(), _ -> stopped()).build();
  }

  private void stopped() {
    nextLook.cancel();
    workload.stop();
  }

  // Behaviour

  private Effect<AgentEvent, Transcript> onCommand(Transcript transcript, AgentCommand command) {
    if (!(command instanceof Idle)) {
      quietLooks = 0;
    }
    return switch (command) {
      case Assign assign -> onAssign(transcript, assign);
      case Cancel cancel -> onCancel(transcript, cancel);
      case Inherit inherit -> onInherit(transcript, inherit);
      case Watch(var watcher) -> onWatch(watcher);
      case AgentCommand.Internal internal -> onOwn(transcript, (Own) internal);
    };
  }

  private Effect<AgentEvent, Transcript> onOwn(Transcript transcript, Own own) {
    return switch (own) {
      case TurnEnded(var turn, var result) -> onTurnEnded(transcript, turn, result);
      case ToolBegins begins -> onToolBegins(transcript, begins);
      case ToolEnded(var round, var event) -> onToolEnded(transcript, round, event);
      case ReadFirst(var pause) -> onReadFirst(transcript, pause);
      case RoundWaits(var round) -> onRoundWaits(round);
      case JudgesFound found -> onJudgesFound(transcript, found);
      case RoundFailed(var round, var error, var cause) ->
          onTurnEnded(
              transcript, round, new TurnResult.GaveUp(open(transcript, round), error, cause));
      case Idle() -> onIdle();
      case Leave() -> onLeave();
      case WatcherLeft(var watcher) -> onWatcherLeft(watcher);
      case Read read -> onRead(transcript, read);
    };
  }

  private Effect<AgentEvent, Transcript> onAssign(Transcript transcript, Assign assign) {
    var assignment = assign.assignment();
    var unheard = unheard(transcript, assign);
    switch (transcript.standing(assignment.number(), assignment.attempt())) {
      case Standing.Recorded(Attempt.Open open) when isAnswered(assign) -> {
        return onAnswers(transcript, assign, open);
      }
      case Standing.Unheard() when unheard.isPresent() -> assign.replyTo().tell(unheard.get());
      // One more attempt, which goes on with what an earlier one has asked.
      case Standing.Unheard() when isAnswered(assign) -> {
        return onAnswers(transcript, assign, begun(transcript, assignment));
      }
      case Standing.Recorded(Attempt.Open _) -> undertake(transcript, assign);
      case Standing.Recorded(var ended) ->
          Replies.of(transcript, ended, sharing.author()).ifPresent(assign.replyTo()::tell);
      case Standing.Unheard() -> undertake(transcript, assign);
      case Standing.Outdated() -> context.getLog().debug("Ignored an outdated {}", assign);
    }
    return Effect().none();
  }

  /** What it was told since then makes it another question. */
  private Optional<AgentReply> unheard(Transcript transcript, Assign assign) {
    return transcript
        .unheard(assign.assignment())
        .filter(returned -> unread(assign, returned.work()).isEmpty())
        .map(returned ->
            Replies.of(transcript, returned, assign.assignment().attempt(), sharing.author()));
  }

  /** What is at work has its answers already. */
  private boolean isAnswered(Assign assign) {
    var current = workload.run();
    var assignment = assign.assignment();
    return !assign.answers().isEmpty()
        && (current == null || !current.isOf(assignment.number(), assignment.attempt()));
  }

  private Effect<AgentEvent, Transcript> onAnswers(
      Transcript transcript, Assign assign, Attempt.Open open) {
    var returned = new Answered(turns).returns(open, assign.answers());
    var command = new TranscriptCommand.TakeAnswers(open, returned);
    return switch (transcript.decide(command)) {
      case Accepted(var events) ->
          Effect()
              .persist(events)
              .thenRun((Transcript _) -> tellOfTools(assign.assignment().agent(), events))
              .thenRun((Transcript _) -> sharing.tell(events))
              .thenRun(recorded -> afterAnswers(recorded, assign));
      case Rejected(var reason) -> endLate(reason);
    };
  }

  /** Verdicts may have ended it. */
  private void afterAnswers(Transcript transcript, Assign assign) {
    var assignment = assign.assignment();
    switch (transcript.standing(assignment.number(), assignment.attempt())) {
      case Standing.Recorded(Attempt.Open _) -> undertake(transcript, assign);
      case Standing.Recorded(var ended) -> {
        turns.told().ended(assignment, ended, Optional.empty(), turns.clock().instant());
        Replies.of(transcript, ended, sharing.author()).ifPresent(assign.replyTo()::tell);
      }
      case Standing.Unheard(), Standing.Outdated() -> undertake(transcript, assign);
    }
  }

  private void undertake(Transcript transcript, Assign assign) {
    var assignment = assign.assignment();
    var current = workload.run();
    if (current == null) {
      start(transcript, assign);
    } else if (current.isOf(assignment.number(), assignment.attempt())) {
      if (!assign.moved()) {
        workload.begin(assign, current.turn());
        tellWorking(assign);
      }
    } else if (current.assign().assignment().number() != assignment.number()) {
      enqueue(assign);
    } else if (current.assign().assignment().attempt() < assignment.attempt()) {
      workload.stop();
      start(transcript, assign);
    }
  }

  private void enqueue(Assign assign) {
    if (assign.moved() && workload.isWaiting(assign)) {
      return;
    }
    if (workload.queue(assign)) {
      tellWorking(assign);
    } else {
      refuse(
          assign,
          "Agent.QueueFull",
          "%d assignments wait for this agent already; give it less at a time"
              .formatted(workload.waiting()));
    }
  }

  private void start(Transcript transcript, Assign assign) {
    var assignment = assign.assignment();
    var work = open(transcript, assignment);
    if (work.isEmpty() && transcript.attempts().size() >= settings.assignments()) {
      refuse(
          assign,
          "Agent.TranscriptFull",
          "This agent has taken %d assignments, which is its limit (troupe.agents.assignments)"
              .formatted(transcript.attempts().size()));
      startNext(transcript);
      return;
    }
    tellWorking(assign);
    var undertaken = work.orElseGet(() -> begun(transcript, assignment));
    sharing.tellAgain(undertaken);
    begin(transcript, assign, undertaken);
  }

  /** What an earlier life of this agent has begun and not ended. */
  private static Optional<Attempt.Open> open(Transcript transcript, Assignment assignment) {
    return transcript.standing(assignment.number(), assignment.attempt())
            instanceof Standing.Recorded(Attempt.Open open)
        ? Optional.of(open)
        : Optional.empty();
  }

  private Attempt.Open begun(Transcript transcript, Assignment assignment) {
    return transcript.beginning(
        new AssignmentAccepted(
            assignment.number(),
            assignment.attempt(),
            assignment.roleHash(),
            PromptBuilder.TEMPLATE_VERSION,
            assignment.input(),
            assignment.collections(),
            null,
            assignment.unheardFrom(),
            assignment.untrusted(),
            turns.clock().instant()));
  }

  private void begin(Transcript transcript, Assign assign, Attempt.Open work) {
    if (work.isToBeJudged()) {
      beginJudging(assign, work);
    } else if (work.outstanding().isEmpty() && unread(assign, work).isEmpty()) {
      beginTurn(transcript, assign, work);
    } else if (work.outstanding().isEmpty()) {
      var pause = new Unread();
      workload.begin(assign, pause);
      context.getSelf().tell(new ReadFirst(pause));
    } else {
      beginRound(transcript, assign, work);
    }
  }

  private static List<TaskMessage> unread(Assign assign, Attempt.Open work) {
    return assign.messages().stream()
        .filter(message -> !work.messages().hold(message.id()))
        .toList();
  }

  private Effect<AgentEvent, Transcript> onReadFirst(Transcript transcript, Unread pause) {
    var current = workload.run();
    if (current == null || !workload.isAt(pause)) {
      return Effect().none();
    }
    var assignment = current.assign().assignment();
    var work = open(transcript, assignment).orElseGet(() -> begun(transcript, assignment));
    var read =
        unread(current.assign(), work).stream()
            .map(message ->
                new MessageReceived(
                    work.assignment(),
                    work.attempt(),
                    message.id(),
                    message.text(),
                    turns.clock().instant()))
            .toList();
    return switch (transcript.decide(new TranscriptCommand.Read(work, read))) {
      case Accepted(var events) ->
          Effect().persist(events).thenRun(recorded -> afterReading(recorded, pause));
      case Rejected(var reason) -> endLate(reason);
    };
  }

  private void afterReading(Transcript transcript, Unread pause) {
    var current = workload.run();
    if (current != null && workload.isAt(pause)) {
      open(transcript, current.assign().assignment())
          .ifPresent(work -> beginTurn(transcript, current.assign(), work));
    }
  }

  private void beginTurn(Transcript transcript, Assign assign, Attempt.Open work) {
    var assignment = assign.assignment();
    var turn =
        new Turn(
            turns,
            assignment.agent(),
            transcript,
            work,
            assignment.deadline(),
            assignment.charge(),
            company(assignment, work),
            text -> tellProgress(assign, text),
            pens(assignment));
    workload.begin(assign, turn);
    context.pipeToSelf(
        turn.begin(),
        (result, stopped) ->
            new TurnEnded(
                turn,
                result != null
                    ? result
                    : new TurnResult.GaveUp(work, "Agent.Stopped", String.valueOf(stopped))));
  }

  private Turn.Company company(Assignment assignment, Attempt.Open work) {
    return new Turn.Company() {
      @Override
      public CompletionStage<List<Finding>> findings() {
        return sharing.ofOthers(assignment);
      }

      @Override
      public void readBefore(List<Passage> passages) {
        sharing.tellAgain(work, passages);
      }
    };
  }

  private Turn.Pens pens(Assignment assignment) {
    // Calls begin on threads of others, where the context is out of reach.
    var system = context.getSystem();
    return (role, call) ->
        new LiveText(
            new Writing.Call(assignment.number(), assignment.attempt(), assignment.role(), call),
            Excerpt.of(role),
            watchers,
            (after, what) ->
                system.scheduler().scheduleOnce(after, what, system.executionContext()));
  }

  private void beginRound(Transcript transcript, Assign assign, Attempt.Open work) {
    var assignment = assign.assignment();
    var round =
        new ToolRound(
            turns,
            assignment,
            transcript,
            work,
            text -> tellProgress(assign, text),
            new Ear(context.getSelf()));
    workload.begin(assign, round);
    round.begin();
  }

  private void beginJudging(Assign assign, Attempt.Open work) {
    var judged = new Judged(work);
    workload.begin(assign, judged);
    context.pipeToSelf(
        turns
            .role(work.accepted().roleHash(), assign.assignment().deadline())
            .thenApply(judged::asks),
        (asks, failure) -> new JudgesFound(judged, asks, failure));
  }

  private Effect<AgentEvent, Transcript> onJudgesFound(Transcript transcript, JudgesFound found) {
    var current = workload.run();
    if (current == null || !workload.isAt(found.judged())) {
      return Effect().none();
    }
    var asks = found.asks();
    return asks == null
        ? onTurnEnded(
            transcript,
            found.judged(),
            new TurnResult.GaveUp(
                found.judged().work(),
                TurnResult.GaveUp.FAULT,
                "The judges of a reply could not be asked: %s".formatted(found.failure())))
        : Effect()
            .none()
            .thenRun(same -> park(same, current.assign(), found.judged().work(), asks));
  }

  /** Takes what tools say, on whatever thread they say it, into the mailbox. */
  private record Ear(ActorRef<AgentCommand> self) implements ToolRound.Journal {
    @Override
    public CompletionStage<Done> started(ToolRound round, ToolStarted event) {
      var recorded = new CompletableFuture<Done>();
      self.tell(new ToolBegins(round, event, recorded));
      return recorded;
    }

    @Override
    public void returned(ToolRound round, ToolReturned event) {
      self.tell(new ToolEnded(round, event));
    }

    @Override
    public void waits(ToolRound round) {
      self.tell(new RoundWaits(round));
    }

    @Override
    public void gaveUp(ToolRound round, String error, String cause) {
      self.tell(new RoundFailed(round, error, cause));
    }
  }

  private Effect<AgentEvent, Transcript> onToolBegins(Transcript transcript, ToolBegins begins) {
    if (!workload.isAt(begins.round())) {
      return Effect().none();
    }
    var command = new TranscriptCommand.StartTool(open(transcript, begins.round()), begins.event());
    return switch (transcript.decide(command)) {
      case Accepted(var events) ->
          Effect().persist(events).thenRun(_ -> begins.recorded().complete(Done.getInstance()));
      case Rejected(var reason) -> endLate(reason);
    };
  }

  private Effect<AgentEvent, Transcript> onToolEnded(
      Transcript transcript, ToolRound round, ToolReturned event) {
    if (!workload.isAt(round)) {
      return Effect().none();
    }
    var command = new TranscriptCommand.EndTool(open(transcript, round), event);
    return switch (transcript.decide(command)) {
      case Accepted(var events) ->
          Effect()
              .persist(events)
              .thenRun((Transcript _) -> tellOfTools(round.agent(), events))
              .thenRun((Transcript _) -> sharing.tell(events))
              .thenRun(recorded -> afterTool(recorded, round));
      case Rejected(var reason) -> endLate(reason);
    };
  }

  private void tellOfTools(AgentId agent, List<AgentEvent> events) {
    for (var event : events) {
      if (event instanceof ToolReturned returned) {
        turns.told().toolReturned(agent, returned);
      }
    }
  }

  private void afterTool(Transcript transcript, ToolRound round) {
    var current = workload.run();
    var outstanding = open(transcript, round).outstanding();
    if (current != null && outstanding.isEmpty()) {
      begin(transcript, current.assign(), open(transcript, round));
    } else if (current != null && round.onlyWaitsFor(outstanding)) {
      park(transcript, current.assign(), round.work(), round.asks());
    }
  }

  private Effect<AgentEvent, Transcript> onRoundWaits(ToolRound round) {
    var current = workload.run();
    return workload.isAt(round) && current != null
        ? Effect().none().thenRun(same -> park(same, current.assign(), round.work(), round.asks()))
        : Effect().none();
  }

  /**
   * Nothing is held for what others answer: whoever assigned this asks them, and assigns again.
   *
   * @param begun of which nothing may be recorded yet, where another attempt goes on with what an
   *     earlier one has asked
   */
  private void park(Transcript transcript, Assign assign, Attempt.Open begun, List<Ask> asks) {
    workload.end();
    var work = open(transcript, assign.assignment()).orElse(begun);
    assign.replyTo().tell(Replies.asks(transcript, work, asks));
    startNext(transcript);
  }

  /** As it is by now: the round began with less. */
  private static Attempt.Open open(Transcript transcript, ToolRound round) {
    var work = round.work();
    return transcript.standing(work.assignment(), work.attempt())
            instanceof Standing.Recorded(Attempt.Open open)
        ? open
        : work;
  }

  private Effect<AgentEvent, Transcript> onTurnEnded(
      Transcript transcript, Underway turn, TurnResult result) {
    var current = workload.run();
    // A turn that was stopped still ends; what came of it is not wanted any more.
    if (current == null || current.turn() != turn) {
      return Effect().none();
    }
    turn.stop();
    return switch (transcript.decide(command(result))) {
      case Accepted(var events) ->
          Effect()
              .persist(events)
              .thenRun((Transcript _) -> sharing.tell(events, turn.shown()))
              .thenRun((Transcript _) -> count(current.assign().assignment().agent(), events))
              .thenRun(recorded -> afterTurn(recorded, current.assign(), turn.model()));
      case Rejected(var reason) -> endLate(reason);
    };
  }

  /** What is recorded, and not what is read again or inherited: each call counts once. */
  private void count(AgentId agent, List<AgentEvent> events) {
    for (var event : events) {
      if (event instanceof ModelReplied reply) {
        turns.counter().count(agent.tenant(), persistenceId().entityTypeHint(), reply.usage());
      }
    }
  }

  private Effect<AgentEvent, Transcript> endLate(TranscriptRejection reason) {
    context.getLog().debug("It came too late: {}", reason);
    workload.stop();
    return Effect().none().thenRun(this::startNext);
  }

  private TranscriptCommand command(TurnResult result) {
    return switch (result) {
      case TurnResult.Heard(var work, var reply, var meaning, var callsAllowed) ->
          new TranscriptCommand.Hear(work, reply, meaning, work.answers() + 1 < callsAllowed);
      case TurnResult.GaveUp(var work, var error, var cause) ->
          new TranscriptCommand.GiveUp(work, error, cause, turns.clock().instant());
    };
  }

  private void afterTurn(Transcript transcript, Assign assign, Optional<String> asked) {
    var assignment = assign.assignment();
    switch (transcript.standing(assignment.number(), assignment.attempt())) {
      case Standing.Recorded(Attempt.Open open) -> begin(transcript, assign, open);
      case Standing.Recorded(var ended) -> {
        workload.end();
        turns.told().ended(assignment, ended, asked, turns.clock().instant());
        Replies.of(transcript, ended, sharing.author()).ifPresent(assign.replyTo()::tell);
        startNext(transcript);
      }
      case Standing.Unheard(), Standing.Outdated() -> {
        workload.end();
        startNext(transcript);
      }
    }
  }

  private void startNext(Transcript transcript) {
    var next = workload.next();
    if (next != null) {
      start(transcript, next);
    }
  }

  private Effect<AgentEvent, Transcript> onCancel(Transcript transcript, Cancel cancel) {
    var stopped = workload.run();
    workload.drop(cancel);
    var command =
        new TranscriptCommand.Cancel(
            cancel.assignment(), cancel.attempt(), turns.clock().instant());
    return switch (transcript.decide(command)) {
      case Accepted(var events) ->
          Effect()
              .persist(events)
              .thenRun((Transcript _) -> tellOfCancel(stopped))
              .thenRun(recorded -> afterCancel(recorded, cancel));
      case Rejected(var reason) -> throw new IllegalStateException("A cancel refused: " + reason);
    };
  }

  /** What was at work and is not any more. */
  private void tellOfCancel(Workload.@Nullable Run stopped) {
    var work = stopped == null ? null : stopped.turn().work();
    if (stopped != null && work != null && !workload.isAt(stopped.turn())) {
      turns
          .told()
          .cancelled(
              stopped.assign().assignment(), work, stopped.turn().model(), turns.clock().instant());
    }
  }

  private void afterCancel(Transcript transcript, Cancel cancel) {
    cancel.replyTo().tell(new AgentReply.Cancelled(cancel.assignment(), cancel.attempt()));
    if (workload.run() == null) {
      startNext(transcript);
    }
  }

  private Effect<AgentEvent, Transcript> onInherit(Transcript transcript, Inherit inherit) {
    var after = transcript.sequence();
    if (after >= inherit.through()) {
      inherit.replyTo().tell(new Inherited(inherit.through()));
      return Effect().none();
    }
    var source = PersistenceId.of(persistenceId().entityTypeHint(), inherit.from().entityId());
    var missing = (int) Math.min(INHERITED_PER_WRITE, inherit.through() - after);
    context.pipeToSelf(
        turns.journals().events(source.id(), after, missing),
        (events, failure) -> new Read(inherit, after, events, failure));
    return Effect().none();
  }

  /** Without an answer it is asked again. */
  private Effect<AgentEvent, Transcript> onRead(Transcript transcript, Read read) {
    var events = read.events();
    if (events == null || events.isEmpty()) {
      context.getLog().warn("Nothing could be inherited by {}: {}", persistenceId(), read);
      return Effect().none();
    }
    if (transcript.sequence() != read.after()) {
      return onInherit(transcript, read.inherit());
    }
    List<AgentEvent> inherited =
        events.stream().map(stored -> (AgentEvent) stored.event()).toList();
    return Effect().persist(inherited).thenRun(_ -> context.getSelf().tell(read.inherit()));
  }

  private Effect<AgentEvent, Transcript> onWatch(ActorRef<Writing> watcher) {
    if (watchers.add(watcher)) {
      context.watchWith(watcher, new WatcherLeft(watcher));
    }
    return Effect().none();
  }

  private Effect<AgentEvent, Transcript> onWatcherLeft(ActorRef<Writing> watcher) {
    watchers.remove(watcher);
    return Effect().none();
  }

  private Effect<AgentEvent, Transcript> onIdle() {
    nextLook = lookLater();
    if (++quietLooks >= QUIET_LOOKS && workload.run() == null) {
      shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }
    return Effect().none();
  }

  /** What it was at begins anew where it is started next; nobody has to notice and tell it. */
  private Effect<AgentEvent, Transcript> onLeave() {
    var id = persistenceId();
    var anew =
        ClusterSharding.get(context.getSystem())
            .entityRefFor(
                EntityTypeKey.create(AgentCommand.class, id.entityTypeHint()), id.entityId());
    workload.all().forEach(assign -> anew.tell(assign.atNextHome()));
    return Effect().stop();
  }

  private static void tellProgress(Assign assign, String text) {
    assign.replyTo().tell(Replies.progress(assign.assignment(), text));
  }

  private static void tellWorking(Assign assign) {
    assign.replyTo().tell(Replies.working(assign.assignment()));
  }

  /** Not recorded: the same assignment may find a place later. */
  private static void refuse(Assign assign, String error, String cause) {
    assign.replyTo().tell(Replies.refused(assign.assignment(), error, cause));
  }
}
