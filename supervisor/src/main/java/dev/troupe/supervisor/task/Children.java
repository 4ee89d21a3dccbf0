package dev.troupe.supervisor.task;

import dev.troupe.agents.telemetry.LogContext;
import dev.troupe.supervisor.task.SupervisorMessage.ChildStarted;
import dev.troupe.supervisor.task.SupervisorMessage.Found;
import dev.troupe.supervisor.task.SupervisorMessage.Submitted;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.jspecify.annotations.Nullable;

/**
 * Steps that are tasks of their own: started until they are durable, ended when nobody wants them.
 * What became of one it tells by itself. In memory only: after a restart they are started again,
 * which changes nothing where they are.
 */
final class Children {
  private final TaskId id;
  private final Hosting hosting;
  private final ActorContext<SupervisorMessage> context;
  private final Starts starts;
  private final Set<TaskId> cancelled = new HashSet<>();

  Children(TaskId id, Hosting hosting, ActorContext<SupervisorMessage> context) {
    this.id = id;
    this.hosting = hosting;
    this.context = context;
    this.starts = new Starts(hosting.settings().askTimeout());
  }

  void start(Running running) {
    var open = open(running);
    starts.keep(open);
    for (var work : open) {
      if (starts.isDue(work, now())) {
        starts.begin(work, now());
        context.pipeToSelf(
            submit(running, work),
            (answer, failure) ->
                new ChildStarted(work.assignment(), work.attempt(), answer, failure));
      }
    }
    cancel(running.cancelled());
  }

  private static List<Work> open(Running running) {
    return running.openWork().filter(Work::isForWorkflow).toList();
  }

  /** False if it has to be tried again, which its time says. */
  void started(ChildStarted child) {
    var isDurable = child.answer() instanceof Submitted.Durable;
    if (!isDurable) {
      try (var _ = LogContext.of(id.tenant(), id.id(), child.assignment())) {
        context.getLog().warn("A child of {} is not started yet: {}", id.key(), child);
      }
    }
    starts.answered(child.assignment(), child.attempt(), isDurable);
  }

  /** Everything that was given out would be found after a crash without this actor. */
  boolean areDurable(Running running) {
    return open(running).stream().allMatch(starts::isDurable);
  }

  Optional<Instant> nextDueAt() {
    return starts.nextDueAt();
  }

  private CompletionStage<Submitted> submit(Running running, Work work) {
    var child = HashedId.ofChild(id, work.assignment(), work.attempt());
    return prepared(work)
        .thenCompose(_ -> hosting.wakeUps().schedule(child.key(), now()))
        .thenCompose(_ ->
            entity(child)
                .<Submitted>ask(
                    replyTo -> new SupervisorMessage.Submit(command(running, work, child), replyTo),
                    hosting.settings().askTimeout()));
  }

  /** The child's workflow is durable before the child is. */
  private CompletionStage<?> prepared(Work work) {
    var known = hosting.workflows().compiled(work.roleHash());
    if (known.isPresent()) {
      return hosting.workflows().store(known.get());
    }
    if (work.isGiven()) {
      // The journal has it: nothing is lost between the step's write and the definition's.
      var given = new GivenWorkflow(work.input().json()).reread();
      if (given.hash().equals(work.roleHash())) {
        return hosting.workflows().store(given);
      }
    }
    var now = hosting.resources(id.tenant()).workflow(work.workflow());
    return now.isPresent() && now.get().hash().equals(work.roleHash())
        ? hosting.workflows().store(now.get())
        : hosting.workflows().load(work.roleHash());
  }

  private TaskCommand.Submit command(Running running, Work work, TaskId child) {
    var terms = running.terms();
    return new TaskCommand.Submit(
        work.workflow(),
        work.roleHash(),
        work.workflowInput(),
        terms.knowledge(),
        Map.of(),
        limits(running, work),
        terms.model(),
        child.key(),
        terms.traceparent(),
        new TaskEvent.Parent(id.id(), work.assignment(), work.attempt(), terms.depth() + 1),
        null,
        work.untrusted() ? true : null,
        now(),
        hosting.seeds().getAsLong());
  }

  private TaskEvent.Limits limits(Running running, Work work) {
    var left = Duration.between(now(), work.deadline()).toSeconds();
    var own = running.terms().limits();
    var lent = running.progress().lent().open().get(work.assignment());
    return new TaskEvent.Limits(
        lent == null ? own.steps() : lent,
        (int) Math.max(1, left),
        null,
        running.charge(id.id()),
        own.shared());
  }

  /** Told until it has ended, and not before its start is over: a cancel could overtake it. */
  void cancel(List<Work> unwanted) {
    for (var work : unwanted) {
      var child = HashedId.ofChild(id, work.assignment(), work.attempt());
      if (work.isForWorkflow() && !starts.isUnderWay(work) && cancelled.add(child)) {
        CompletionStage<Found> ended =
            entity(child)
                .ask(
                    replyTo ->
                        new SupervisorMessage.Cancel("the task that started it ended", replyTo),
                    hosting.settings().askTimeout());
        context.pipeToSelf(
            ended,
            (found, failure) ->
                new SupervisorMessage.ChildCancelled(
                    work.assignment(), work.attempt(), found, failure));
      }
    }
  }

  /** False if it has to be told again. */
  boolean wasCancelled(SupervisorMessage.ChildCancelled child) {
    if (child.failure() != null) {
      cancelled.remove(HashedId.ofChild(id, child.assignment(), child.attempt()));
    }
    return child.failure() == null;
  }

  /** A child that has ended tells its parent, until that has heard it. */
  static void tellParent(
      TaskId child,
      Ended ended,
      ActorContext<SupervisorMessage> context,
      TaskEvent.@Nullable Parent parent) {
    if (parent != null) {
      entity(new TaskId(child.tenant(), parent.task()), context)
          .tell(
              new SupervisorMessage.ChildEnded(
                  parent.assignment(),
                  parent.attempt(),
                  TaskViews.ended(child.id(), ended),
                  SharedSteps.areShared(ended.terms()) ? SharedSteps.inRun(ended.last()) : null,
                  ended.last().untrusted() ? true : null,
                  context.messageAdapter(
                      SupervisorMessage.ChildHeard.class, SupervisorMessage.ParentHeard::new)));
    }
  }

  private EntityRef<SupervisorMessage> entity(TaskId task) {
    return entity(task, context);
  }

  private static EntityRef<SupervisorMessage> entity(
      TaskId task, ActorContext<SupervisorMessage> context) {
    return ClusterSharding.get(context.getSystem()).entityRefFor(Supervisor.KEY, task.key());
  }

  private Instant now() {
    return hosting.clock().instant();
  }
}
