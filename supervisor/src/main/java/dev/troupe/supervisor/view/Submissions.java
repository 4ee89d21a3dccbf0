package dev.troupe.supervisor.view;

import dev.troupe.persistence.PlainWords;
import dev.troupe.supervisor.Submission;
import dev.troupe.supervisor.SubmitReply;
import dev.troupe.supervisor.task.Admission;
import dev.troupe.supervisor.task.Hosting;
import dev.troupe.supervisor.task.SupervisorMessage;
import dev.troupe.supervisor.task.SupervisorMessage.Submitted;
import dev.troupe.supervisor.task.TaskCommand;
import dev.troupe.supervisor.task.TaskId;
import dev.troupe.supervisor.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.jspecify.annotations.Nullable;

/** Takes submissions: everything that a task needs after a crash is durable before the task is. */
final class Submissions {
  private static final String CONFIGURED_MODELS = "";
  private static final int PREPARED_AT_MOST = 1_000;

  /** Who is to be refused is not kept waiting by the store that is the reason for it. */
  private static final Duration KNOWN_WITHIN = Duration.ofSeconds(3);

  private final Hosting hosting;
  private final WorkflowRegistry registry;
  private final Function<TaskId, EntityRef<SupervisorMessage>> supervisors;
  private final Set<String> prepared = ConcurrentHashMap.newKeySet();

  Submissions(
      Hosting hosting,
      WorkflowRegistry registry,
      Function<TaskId, EntityRef<SupervisorMessage>> supervisors) {
    this.hosting = hosting;
    this.registry = registry;
    this.supervisors = supervisors;
  }

  CompletionStage<SubmitReply> submit(Submission submission) {
    var check = new SubmissionCheck(submission, hosting.settings(), registry, hosting.agents());
    var sound = check.check();
    if (sound == null) {
      return CompletableFuture.completedStage(new SubmitReply.Invalid(check.faults()));
    }
    return submit(
        submission.tenant(),
        submission.idempotencyKey(),
        sound.workflow(),
        (now, seed) -> command(submission, sound, now, seed));
  }

  /** What a task is to be, at its moment. */
  interface Wish {
    TaskCommand.Submit at(Instant now, long seed);
  }

  CompletionStage<SubmitReply> submit(
      String tenant, @Nullable String idempotencyKey, Workflow workflow, Wish wish) {
    var now = hosting.clock().instant();
    var id = new TaskId(tenant, TaskIds.next(tenant, idempotencyKey, now));
    var refusal = hosting.admission().refusal();
    if (refusal.isEmpty()) {
      return store(id, workflow, wish);
    }
    // Who asks again for what was accepted before is not refused.
    return idempotencyKey == null
        ? CompletableFuture.completedStage(unavailable(refusal.get()))
        : found(id)
            .thenCompose(found ->
                found.task().isPresent()
                    ? store(id, workflow, wish)
                    : CompletableFuture.completedStage(unavailable(refusal.get())))
            .exceptionally(_ -> new SubmitReply.Unknown(refusal.get()));
  }

  private CompletionStage<SupervisorMessage.Found> found(TaskId id) {
    return supervisors
        .apply(id)
        .<SupervisorMessage.Found>ask(SupervisorMessage.Get::new, KNOWN_WITHIN);
  }

  private CompletionStage<SubmitReply> store(TaskId id, Workflow workflow, Wish wish) {
    return hosting
        .workflows()
        .store(workflow)
        .thenCompose(_ -> prepare(wish.at(hosting.clock().instant(), 0).model()))
        .thenCompose(_ -> begin(id, wish))
        .exceptionally(failure -> unavailable(reason(failure)));
  }

  /** The roles are stored once per model, not once per task. */
  private CompletionStage<Void> prepare(@Nullable String model) {
    var name = model == null ? CONFIGURED_MODELS : model;
    if (prepared.contains(name)) {
      return CompletableFuture.completedStage(null);
    }
    return hosting
        .agents()
        .prepare(model)
        .thenAccept(_ -> {
          if (prepared.size() >= PREPARED_AT_MOST) {
            prepared.clear();
          }
          prepared.add(name);
        });
  }

  private static TaskCommand.Submit command(
      Submission submission, SubmissionCheck.Sound sound, Instant now, long seed) {
    return new TaskCommand.Submit(
        sound.workflowName(),
        sound.workflow().hash(),
        sound.input(),
        submission.knowledge(),
        submission.labels(),
        sound.limits(),
        submission.model(),
        sound.bodyHash(),
        submission.traceparent(),
        null,
        now,
        seed);
  }

  /** The row in the wake-up index comes first: without its task it is harmless. */
  private CompletionStage<SubmitReply> begin(TaskId id, Wish wish) {
    var now = hosting.clock().instant();
    var command = wish.at(now, hosting.seeds().getAsLong());
    var submitting = hosting.admission().submitting();
    return schedule(id, now).thenCompose(_ -> ask(id, command, submitting));
  }

  /** The first thing that is asked of the store, so by this one it is known soonest to be slow. */
  private CompletionStage<Void> schedule(TaskId id, Instant now) {
    var storing = hosting.admission().storing();
    return hosting.wakeUps().schedule(id.key(), now).whenComplete((_, _) -> storing.over());
  }

  private CompletionStage<SubmitReply> ask(
      TaskId id, TaskCommand.Submit command, Admission.Submitting submitting) {
    return supervisors
        .apply(id)
        .<Submitted>ask(
            replyTo -> new SupervisorMessage.Submit(command, replyTo),
            hosting.settings().askTimeout())
        .thenApply(answer -> {
          submitting.answered();
          return reply(id, answer);
        })
        .exceptionally(failure -> new SubmitReply.Unknown(reason(failure)));
  }

  private SubmitReply reply(TaskId id, Submitted answer) {
    return switch (answer) {
      case Submitted.Durable(var status, var fresh) ->
          new SubmitReply.Accepted(id.id(), status, fresh);
      case Submitted.Conflicting() -> new SubmitReply.Conflict(id.id());
      case Submitted.Refused(var reason) -> unavailable(reason);
      case Submitted.Unknown(var reason) -> new SubmitReply.Unknown(reason);
    };
  }

  private SubmitReply unavailable(String reason) {
    return new SubmitReply.Unavailable(reason, hosting.admission().retryAfter());
  }

  private static String reason(Throwable failure) {
    var cause = failure.getCause() == null ? failure : failure.getCause();
    return cause instanceof TimeoutException
        ? "Nobody said in time whether the task was stored; submit it again, with the same Idempotency-Key."
        : "The task could not be stored: " + PlainWords.of(cause);
  }
}
