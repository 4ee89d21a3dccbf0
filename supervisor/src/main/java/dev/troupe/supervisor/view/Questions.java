package dev.troupe.supervisor.view;

import dev.troupe.agents.shared.Entry;
import dev.troupe.agents.shared.Findings;
import dev.troupe.supervisor.Callback;
import dev.troupe.supervisor.Message;
import dev.troupe.supervisor.MessageReply;
import dev.troupe.supervisor.RedriveReply;
import dev.troupe.supervisor.TaskView;
import dev.troupe.supervisor.Tasks.CallbackReply;
import dev.troupe.supervisor.task.HashedId;
import dev.troupe.supervisor.task.Hosting;
import dev.troupe.supervisor.task.SupervisorMessage;
import dev.troupe.supervisor.task.SupervisorMessage.AwaitEnd;
import dev.troupe.supervisor.task.SupervisorMessage.CallBack;
import dev.troupe.supervisor.task.SupervisorMessage.CalledBack;
import dev.troupe.supervisor.task.SupervisorMessage.Cancel;
import dev.troupe.supervisor.task.SupervisorMessage.Found;
import dev.troupe.supervisor.task.SupervisorMessage.FoundGathered;
import dev.troupe.supervisor.task.SupervisorMessage.Get;
import dev.troupe.supervisor.task.SupervisorMessage.Redriven;
import dev.troupe.supervisor.task.SupervisorMessage.Told;
import dev.troupe.supervisor.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.jspecify.annotations.Nullable;

/** Asks supervisors how their tasks stand, and again where that takes longer than one answer. */
final class Questions {
  /** Shorter than a supervisor remembers who waits, so that a move of the task costs no answer. */
  private static final Duration AWAIT_AT_A_TIME = Duration.ofSeconds(15);

  private final Hosting hosting;
  private final Function<TaskId, EntityRef<SupervisorMessage>> supervisors;

  Questions(Hosting hosting, Function<TaskId, EntityRef<SupervisorMessage>> supervisors) {
    this.hosting = hosting;
    this.supervisors = supervisors;
  }

  CompletionStage<Optional<TaskView>> get(TaskId id) {
    return ask(id, Get::new, hosting.settings().askTimeout());
  }

  CompletionStage<Optional<Findings>> findings(TaskId id) {
    if (!TaskIds.isId(id.id())) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    return supervisors
        .apply(id)
        .<FoundGathered>ask(SupervisorMessage.GetGathered::new, hosting.settings().askTimeout())
        .thenCombine(
            hosting.agents().shared().read(id.key()),
            (gathered, heard) -> gathered.entries().map(entries -> together(entries, heard)));
  }

  /** Of agents at work the journal here knows later; whose question is whose, it alone decides. */
  private static Findings together(List<Entry> recorded, List<Entry> heard) {
    return Findings.of(
        Stream.concat(
                recorded.stream(),
                heard.stream().filter(entry -> !(entry instanceof Entry.Claimed)))
            .distinct()
            .toList());
  }

  CompletionStage<Optional<TaskView>> cancel(TaskId id, String reason) {
    return ask(id, replyTo -> new Cancel(reason, replyTo), hosting.settings().askTimeout());
  }

  CompletionStage<MessageReply> tell(TaskId id, Message message) {
    if (!TaskIds.isId(id.id())) {
      return CompletableFuture.completedStage(new MessageReply.Unknown());
    }
    var number = number(id, message.key());
    return supervisors
        .apply(id)
        .<Told>ask(
            replyTo -> new SupervisorMessage.Tell(number, message.text(), message.to(), replyTo),
            hosting.settings().askTimeout())
        .thenApply(told ->
            switch (told) {
              case Told.Taken() -> new MessageReply.Taken(number);
              case Told.Refused(var why) -> new MessageReply.Refused(why);
              case Told.Absent() -> new MessageReply.Unknown();
            });
  }

  private static String number(TaskId id, @Nullable String key) {
    return key == null
        ? UUID.randomUUID().toString()
        // No client's key has a line break.
        : HashedId.of(id.tenant(), "message of\n%s\n%s".formatted(id.id(), key));
  }

  CompletionStage<RedriveReply> redrive(TaskId id) {
    if (!TaskIds.isId(id.id())) {
      return CompletableFuture.completedStage(new RedriveReply.Unknown());
    }
    return supervisors
        .apply(id)
        .<Redriven>ask(SupervisorMessage.Redrive::new, hosting.settings().askTimeout())
        .thenApply(Questions::reply);
  }

  private static RedriveReply reply(Redriven answer) {
    return switch (answer) {
      case Redriven.Begun(var task) -> new RedriveReply.Begun(task);
      case Redriven.Refused(var why) -> new RedriveReply.Refused(why);
      case Redriven.Absent _ -> new RedriveReply.Unknown();
      case Redriven.NotStored(var reason) -> new RedriveReply.Unavailable(reason);
    };
  }

  CompletionStage<CallbackReply> callBack(TaskId id, String token, Callback callback) {
    if (!TaskIds.isId(id.id())) {
      return CompletableFuture.completedStage(CallbackReply.UNKNOWN);
    }
    return supervisors
        .apply(id)
        .<CalledBack>ask(
            replyTo -> new CallBack(token, callback, replyTo), hosting.settings().askTimeout())
        .thenApply(called ->
            switch (called) {
              case TAKEN -> CallbackReply.TAKEN;
              case TOO_LATE -> CallbackReply.TOO_LATE;
              case NO_SUCH_TASK -> CallbackReply.UNKNOWN;
            });
  }

  CompletionStage<Optional<TaskView>> await(TaskId id, Duration atMost) {
    return await(id, hosting.clock().instant().plus(atMost));
  }

  private CompletionStage<Optional<TaskView>> await(TaskId id, Instant until) {
    var left = Duration.between(hosting.clock().instant(), until);
    if (left.isNegative() || left.isZero()) {
      return get(id);
    }
    var slice = left.compareTo(AWAIT_AT_A_TIME) < 0 ? left : AWAIT_AT_A_TIME;
    return ask(id, AwaitEnd::new, slice)
        .exceptionallyCompose(_ -> get(id))
        .thenCompose(found ->
            found.isEmpty() || found.get().status().ended()
                ? CompletableFuture.completedStage(found)
                : awaitAgain(id, until));
  }

  /** A supervisor that has no room for one more client answers at once: do not hurry back. */
  private CompletionStage<Optional<TaskView>> awaitAgain(TaskId id, Instant until) {
    var pause = CompletableFuture.delayedExecutor(250, TimeUnit.MILLISECONDS);
    return CompletableFuture.supplyAsync(() -> until, pause).thenCompose(time -> await(id, time));
  }

  /** What is no id names no task, and wakes nobody. */
  private CompletionStage<Optional<TaskView>> ask(
      TaskId id, Function<ActorRef<Found>, SupervisorMessage> message, Duration timeout) {
    return TaskIds.isId(id.id())
        ? supervisors.apply(id).<Found>ask(message::apply, timeout).thenApply(Found::task)
        : CompletableFuture.completedStage(Optional.empty());
  }
}
