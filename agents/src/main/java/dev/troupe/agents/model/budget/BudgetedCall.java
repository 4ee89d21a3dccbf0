package dev.troupe.agents.model.budget;

import dev.troupe.agents.Amounts;
import dev.troupe.agents.model.ModelFailure;
import dev.troupe.agents.model.ModelFailure.Kind;
import dev.troupe.agents.model.ModelGateway;
import dev.troupe.agents.model.ModelReply;
import dev.troupe.persistence.PlainWords;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call from its reservations to their settlement; cancelling it stops the call. */
final class BudgetedCall extends CompletableFuture<ModelReply> {
  private static final Logger LOG = LoggerFactory.getLogger(BudgetedCall.class);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(10);
  private static final Duration BOOKED_WITHIN = Duration.ofSeconds(10);

  /** From a call's own end to where nobody hopes for its settlement any more. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final ModelGateway models;
  private final Accounts accounts;
  private final InstantSource clock;
  private final ModelGateway.Call call;
  private final List<Claim> claims;
  private final WorstCase worst;
  private final UnaryOperator<Throwable> explained;

  /** A call that is made again under the same key, after a crash, is paid again. */
  private final String booking =
      Long.toString(ThreadLocalRandom.current().nextLong() >>> 1, Character.MAX_RADIX);

  private volatile @Nullable CompletableFuture<ModelReply> underWay;

  /**
   * @param explained what a failure is told as
   */
  BudgetedCall(
      ModelGateway models,
      Accounts accounts,
      InstantSource clock,
      ModelGateway.Call call,
      List<Claim> claims,
      WorstCase worst,
      UnaryOperator<Throwable> explained) {
    this.models = models;
    this.accounts = accounts;
    this.clock = clock;
    this.call = call;
    this.claims = claims;
    this.worst = worst;
    this.explained = explained;
  }

  void begin() {
    reserve(0)
        .whenComplete((_, failure) -> {
          if (failure != null) {
            completeExceptionally(explained.apply(unwrapped(failure)));
          } else {
            ask();
          }
        });
  }

  /** One after the other; what the first have granted goes back where a later one refuses. */
  private CompletionStage<Void> reserve(int next) {
    if (next == claims.size()) {
      return CompletableFuture.completedStage(null);
    }
    var claim = claims.get(next);
    return granted(claim)
        .thenCompose(_ ->
            reserve(next + 1)
                .whenComplete((_, failure) -> {
                  if (failure != null) {
                    var _ = settle(claim, Amounts.NONE);
                  }
                }));
  }

  private CompletionStage<Void> granted(Claim claim) {
    var left = Duration.between(clock.instant(), call.deadline());
    if (isDone() || !left.isPositive()) {
      var _ = settle(claim, Amounts.NONE);
      return CompletableFuture.failedStage(
          new ModelFailure(
              Kind.TIMEOUT,
              "The call's time was over at %s, before the budget of %s had a place for it"
                  .formatted(call.deadline(), claim.account())));
    }
    var within = left.compareTo(ASK_AGAIN) < 0 ? left : ASK_AGAIN;
    return accounts
        .ask(
            claim.account(),
            replyTo ->
                new AccountCommand.Reserve(
                    call.idempotencyKey(),
                    worst.amounts(),
                    claim.limits(),
                    claim.period(),
                    claim.currency(),
                    claim.raises(),
                    hopeless(),
                    replyTo),
            within)
        .handle((reply, failure) -> answer(claim, reply, failure))
        .thenCompose(answer -> answer);
  }

  /** Silence may be a place that is waited for, or an account on its way to another node. */
  private CompletionStage<Void> answer(
      Claim claim, @Nullable AccountReply reply, @Nullable Throwable failure) {
    return switch (reply) {
      case AccountReply.Granted _ -> CompletableFuture.completedStage(null);
      case AccountReply.Refused(_, var excess) ->
          CompletableFuture.failedStage(claim.refused(excess));
      case AccountReply.Booked _ ->
          CompletableFuture.failedStage(new IllegalStateException("Booked before it was granted"));
      case null -> unanswered(claim, unwrapped(failure));
    };
  }

  private CompletionStage<Void> unanswered(Claim claim, Throwable failure) {
    return failure instanceof TimeoutException
        ? granted(claim)
        : CompletableFuture.failedStage(
            new ModelFailure(
                Kind.UNAVAILABLE,
                "The account of %s does not answer: %s"
                    .formatted(claim.account(), PlainWords.of(failure))));
  }

  private void ask() {
    if (isDone()) {
      var _ = settleAll(Amounts.NONE);
      return;
    }
    var asked = models.ask(call).toCompletableFuture();
    underWay = asked;
    if (isDone()) {
      asked.cancel(true);
    }
    var _ = asked.whenComplete(this::ended);
  }

  /** Durable before the answer goes on: what is recorded was counted. */
  private void ended(@Nullable ModelReply reply, @Nullable Throwable failure) {
    if (reply != null) {
      var _ = settleAll(taken(reply)).whenComplete((_, _) -> complete(reply));
    } else {
      var cause = unwrapped(failure);
      var _ =
          settleAll(taken(cause))
              .whenComplete((_, _) -> completeExceptionally(explained.apply(cause)));
    }
  }

  /** What a provider does not tell counts as the worst case. */
  private Amounts taken(ModelReply reply) {
    var usage = reply.usage();
    var tokens = usage.inputTokens() + usage.outputTokens();
    var cost = usage.cost();
    var others = reply.bill().inVain();
    var atMost = worst.ofAnotherThan(others);
    var answered =
        new Amounts(
            tokens > 0 && cost != null && cost.isKnown() ? cost.nanos() : atMost.nanos(),
            tokens > 0 ? tokens : atMost.tokens(),
            usage.modelCalls(),
            reply.latency().toMillis());
    return answered.plus(worst.of(others));
  }

  /** What was never sent costs nothing; of what was stopped nobody knows where it was. */
  private Amounts taken(Throwable failure) {
    return failure instanceof ModelFailure known
        ? worst.inVain(known.billed(call.role().model()))
        : worst.amounts();
  }

  private CompletableFuture<Void> settleAll(Amounts taken) {
    return CompletableFuture.allOf(
        claims.stream()
            .map(claim -> settle(claim, taken).toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  /** Told until it is heard: an account on its way to another node has forgotten who is at it. */
  private CompletionStage<Void> settle(Claim claim, Amounts taken) {
    return accounts
        .ask(
            claim.account(),
            replyTo -> new AccountCommand.Settle(call.idempotencyKey(), booking, taken, replyTo),
            BOOKED_WITHIN)
        .handle((_, failure) -> booked(claim, taken, failure))
        .thenCompose(booked -> booked);
  }

  private CompletionStage<Void> booked(Claim claim, Amounts taken, @Nullable Throwable failure) {
    if (failure == null) {
      return CompletableFuture.completedStage(null);
    }
    if (unwrapped(failure) instanceof TimeoutException && clock.instant().isBefore(hopeless())) {
      return settle(claim, taken);
    }
    LOG.warn("What {} took was not booked to {}", call.idempotencyKey(), claim.account());
    return CompletableFuture.completedStage(null);
  }

  /** When nobody hopes for its settlement any more. */
  private Instant hopeless() {
    return call.deadline().plus(GRACE);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    var cancelled = super.cancel(mayInterruptIfRunning);
    var asked = underWay;
    if (cancelled && asked != null) {
      asked.cancel(true);
    }
    return cancelled;
  }

  private static Throwable unwrapped(@Nullable Throwable failure) {
    var cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause == null ? new IllegalStateException("no answer and no failure") : cause;
  }
}
