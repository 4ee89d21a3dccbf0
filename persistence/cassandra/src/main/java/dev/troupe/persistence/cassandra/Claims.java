package dev.troupe.persistence.cassandra;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Numbers for those who take something over: each is higher than all that were given for the same
 * thing before, whoever asks. One lightweight transaction a claim.
 */
final class Claims {
  static final String CLAIMS = "journal_claims";

  /** Rounds lost against others, or without an answer. */
  private static final int ROUNDS = 8;

  private static final String LAST = "SELECT epoch FROM %s." + CLAIMS + " WHERE claimed = ?";
  private static final String FIRST =
      "INSERT INTO %s." + CLAIMS + " (claimed, epoch, node) VALUES (?, ?, ?) IF NOT EXISTS";
  private static final String NEXT =
      "UPDATE %s." + CLAIMS + " SET epoch = ?, node = ? WHERE claimed = ? IF epoch = ?";

  private final Cql cql;
  private final String node;
  private final InstantSource clock;

  /**
   * @param node who claims, for people who read the table
   */
  Claims(Cql cql, String node, InstantSource clock) {
    this.cql = cql;
    this.node = node;
    this.clock = clock;
  }

  /** A number of our own. A claim that arrives late, behind another's, is refused by Cassandra. */
  CompletionStage<Long> claim(String claimed) {
    return claim(claimed, ROUNDS);
  }

  private CompletionStage<Long> claim(String claimed, int rounds) {
    return last(claimed)
        .thenCompose(last -> {
          var epoch = Math.max(last.orElse(Epoch.NONE) + 1, clock.millis());
          return put(claimed, last, epoch).thenApply(won -> won ? Optional.of(epoch) : none());
        })
        // Without an answer the number may have been given: the next round asks for a higher one.
        .exceptionallyCompose(failure ->
            rounds > 1
                ? CompletableFuture.completedStage(none())
                : CompletableFuture.failedStage(failure))
        .thenCompose(won ->
            won.isPresent()
                ? CompletableFuture.completedStage(won.get())
                : rounds > 1
                    ? claim(claimed, rounds - 1)
                    : CompletableFuture.failedStage(
                        new IllegalStateException(
                            "%s was claimed by others %d times while %s claimed it"
                                .formatted(claimed, ROUNDS, node))));
  }

  private static Optional<Long> none() {
    return Optional.empty();
  }

  private CompletionStage<Optional<Long>> last(String claimed) {
    return cql.rows(1, row -> row.getLong("epoch"), LAST, claimed)
        .thenApply(rows -> rows.stream().findFirst());
  }

  private CompletionStage<Boolean> put(String claimed, Optional<Long> last, long epoch) {
    return last.isEmpty()
        ? cql.applied(FIRST, claimed, epoch, node)
        : cql.applied(NEXT, epoch, node, claimed, last.get());
  }
}
