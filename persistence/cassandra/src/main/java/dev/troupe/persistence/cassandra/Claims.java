package dev.troupe.persistence.cassandra;

import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for those who take something over: each is higher than all that were given for the same
 * thing before, whoever asks. One lightweight transaction a claim.
 */
final class Claims {
  static final String CLAIMS = "journal_claims";

  /** Rounds lost against others, or without an answer. */
  private static final int ROUNDS = 8;

  private static final String LAST = "SELECT epoch, node FROM %s." + CLAIMS + " WHERE claimed = ?";
  private static final String FIRST =
      "INSERT INTO %s." + CLAIMS + " (claimed, epoch, node) VALUES (?, ?, ?) IF NOT EXISTS";
  private static final String NEXT =
      "UPDATE %s." + CLAIMS + " SET epoch = ?, node = ? WHERE claimed = ? IF epoch = ?";

  /** Somebody else has claimed what this process held: it has been replaced there. */
  static final class Replaced extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Replaced(String claimed, String by) {
      super("%s was taken over by %s".formatted(claimed, by));
    }
  }

  private record Last(long epoch, String node) {}

  private final Cql cql;
  private final String node;
  private final InstantSource clock;

  /**
   * @param node who claims: no two processes have the same name, nor one that was started again
   */
  Claims(Cql cql, String node, InstantSource clock) {
    this.cql = cql;
    this.node = node;
    this.clock = clock;
  }

  /**
   * A number of our own, whoever has the last one. A claim that arrives late, behind another's, is
   * refused by Cassandra.
   */
  CompletionStage<Long> claim(String claimed) {
    return rounds(claimed, ROUNDS, () -> attempt(claimed, Epoch.NONE, false));
  }

  /**
   * A higher number for what this process holds.
   *
   * @param above it is higher than this one, too
   * @throws Replaced in the stage, if another has claimed it meanwhile
   */
  CompletionStage<Long> renew(String claimed, long above) {
    return rounds(claimed, ROUNDS, () -> attempt(claimed, above, true));
  }

  private CompletionStage<Long> rounds(
      String claimed, int rounds, Supplier<CompletionStage<Optional<Long>>> attempt) {
    return attempt
        .get()
        // Without an answer the number may have been given: the next round asks for a higher one.
        .exceptionallyCompose(failure ->
            rounds == 1 || cause(failure) instanceof Replaced
                ? CompletableFuture.failedStage(failure)
                : CompletableFuture.completedStage(Optional.empty()))
        .thenCompose(won ->
            won.map(CompletableFuture::completedStage)
                .orElseGet(
                    () -> rounds == 1 ? lost(claimed) : rounds(claimed, rounds - 1, attempt)));
  }

  private <T> CompletionStage<T> lost(String claimed) {
    return CompletableFuture.failedStage(
        new IllegalStateException(
            "%s was claimed by others %d times while %s claimed it"
                .formatted(claimed, ROUNDS, node)));
  }

  private CompletionStage<Optional<Long>> attempt(String claimed, long above, boolean isOurs) {
    return last(claimed)
        .thenCompose(last -> {
          if (isOurs && !last.map(Last::node).equals(Optional.of(node))) {
            return CompletableFuture.failedStage(
                new Replaced(claimed, last.map(Last::node).orElse("nobody")));
          }
          var before = Math.max(last.map(Last::epoch).orElse(Epoch.NONE), above);
          var epoch = Math.max(before + 1, clock.millis());
          return put(claimed, last, epoch)
              .thenApply(won -> won ? Optional.of(epoch) : Optional.empty());
        });
  }

  private static Throwable cause(Throwable failure) {
    @Nullable Throwable inner = failure.getCause();
    return failure instanceof CompletionException && inner != null ? inner : failure;
  }

  private CompletionStage<Optional<Last>> last(String claimed) {
    return cql.rows(
            1,
            row -> new Last(row.getLong("epoch"), Objects.requireNonNull(row.getString("node"))),
            LAST,
            claimed)
        .thenApply(rows -> rows.stream().findFirst());
  }

  private CompletionStage<Boolean> put(String claimed, Optional<Last> last, long epoch) {
    return last.isEmpty()
        ? cql.applied(FIRST, claimed, epoch, node)
        : cql.applied(NEXT, epoch, node, claimed, last.get().epoch());
  }
}
