package dev.troupe.persistence.cassandra;

import dev.troupe.cluster.Presence;
import dev.troupe.persistence.cassandra.Claiming.Row;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for those who take something over: each is higher than all that were given for the same
 * thing before, whoever asks. One lightweight transaction a claim.
 */
final class Claims {
  static final String CLAIMS = "journal_claims";

  /** Rounds lost against nobody that is known, or without an answer. */
  private static final int ROUNDS = 8;

  private static final String LAST = "SELECT epoch, node FROM %s." + CLAIMS + " WHERE claimed = ?";
  private static final String FIRST =
      "INSERT INTO %s." + CLAIMS + " (claimed, epoch, node) VALUES (?, ?, ?) IF NOT EXISTS";
  private static final String NEXT =
      "UPDATE %s." + CLAIMS + " SET epoch = ?, node = ? WHERE claimed = ? IF epoch = ?";

  private final Cql cql;
  private final String node;
  private final InstantSource clock;
  private final Strangers strangers;

  /** Where one claim stands. */
  private record Attempt(String claimed, Claiming claiming, Runnable mayClaim, int rounds) {
    Attempt with(Claiming next) {
      return new Attempt(claimed, next, mayClaim, rounds);
    }

    Attempt again() {
      return new Attempt(claimed, claiming, mayClaim, rounds - 1);
    }
  }

  /**
   * @param node who claims: no two processes have the same name, nor one that was started again
   */
  Claims(Cql cql, String node, InstantSource clock, Strangers strangers) {
    this.cql = cql;
    this.node = node;
    this.clock = clock;
    this.strangers = strangers;
  }

  /**
   * A number of our own, above whoever had the last one when this claim began. A claim that arrives
   * late, behind another's, is refused by Cassandra.
   *
   * @param mayClaim is asked before and behind each statement, and throws {@link NotClaimed} where
   *     whoever claims must not any more
   * @throws NotClaimed in the stage, if another has claimed it meanwhile, or lives in another
   *     cluster
   */
  CompletionStage<Long> claim(String claimed, Runnable mayClaim) {
    return round(new Attempt(claimed, new Claiming.Fresh(), mayClaim, ROUNDS));
  }

  /**
   * A higher number for what this process holds.
   *
   * @param above it is higher than this one, too
   * @throws Replaced in the stage, if another has claimed it meanwhile
   */
  CompletionStage<Long> renew(String claimed, long above, Runnable mayClaim) {
    return round(new Attempt(claimed, new Claiming.Renewal(above), mayClaim, ROUNDS));
  }

  private CompletionStage<Long> round(Attempt attempt) {
    try {
      attempt.mayClaim().run();
    } catch (NotClaimed gone) {
      return CompletableFuture.failedStage(gone);
    }
    return last(attempt.claimed())
        .handle(
            (found, failure) -> failure == null ? found(attempt, found) : again(attempt, failure))
        .thenCompose(Function.identity());
  }

  private CompletionStage<Long> found(Attempt attempt, Optional<Row> found) {
    var round = attempt.claiming().round(found, node, clock.millis());
    return switch (round.step()) {
      case Claiming.Step.Put(var epoch) -> put(attempt.with(round.next()), found, epoch);
      case Claiming.Step.Lost(var to) ->
          throw new NotClaimed(
              "%s was claimed by %s while %s claimed it"
                  .formatted(attempt.claimed(), to.node(), node));
      case Claiming.Step.TakenOver(var by) ->
          throw new Replaced(attempt.claimed(), by.map(Row::node).orElse("nobody: it has no row"));
    };
  }

  private CompletionStage<Long> put(Attempt attempt, Optional<Row> found, long epoch) {
    return refusedByStranger(attempt.claimed(), found)
        .thenCompose(_ -> {
          // Who was suspended, or is gone, since the row was read: another may have it by now.
          attempt.mayClaim().run();
          return write(attempt.claimed(), found, epoch);
        })
        .handle((won, failure) -> {
          if (failure != null || !won) {
            return again(attempt, failure);
          }
          attempt.mayClaim().run();
          return CompletableFuture.completedStage(epoch);
        })
        .thenCompose(Function.identity());
  }

  private CompletionStage<Void> refusedByStranger(String claimed, Optional<Row> found) {
    var holder = found.map(Row::node).filter(other -> !other.equals(node));
    return holder.isEmpty()
        ? CompletableFuture.completedStage(null)
        : strangers
            .include(holder.get())
            .thenAccept(isStranger -> {
              if (isStranger) {
                throw new NotClaimed(
                    "%s is held by %s, which is no member of this node's cluster and was up %d s ago or later. If it was killed, this goes by; else two clusters share a keyspace: stop one, or give it another one (troupe.cassandra.keyspace)"
                        .formatted(claimed, holder.get(), Presence.FADES.toSeconds()));
              }
            });
  }

  /** Without an answer the number may have been given: the next round asks for a higher one. */
  private CompletionStage<Long> again(Attempt attempt, @Nullable Throwable failure) {
    @Nullable Throwable cause = failure == null ? null : Cql.cause(failure);
    return attempt.rounds() > 1 && !(cause instanceof NotClaimed)
        ? round(attempt.again())
        : CompletableFuture.failedStage(
            cause == null
                ? new NotClaimed(
                    "%s could not be claimed by %s in %d rounds"
                        .formatted(attempt.claimed(), node, ROUNDS))
                : cause);
  }

  private CompletionStage<Optional<Row>> last(String claimed) {
    return cql.rows(
            1,
            row -> new Row(row.getLong("epoch"), Objects.requireNonNull(row.getString("node"))),
            LAST,
            claimed)
        .thenApply(rows -> rows.stream().findFirst());
  }

  private CompletionStage<Boolean> write(String claimed, Optional<Row> found, long epoch) {
    return found.isEmpty()
        ? cql.applied(FIRST, claimed, epoch, node)
        : cql.applied(NEXT, epoch, node, claimed, found.get().epoch());
  }
}
