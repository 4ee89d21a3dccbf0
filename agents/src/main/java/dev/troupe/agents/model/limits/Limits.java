package dev.troupe.agents.model.limits;

import com.typesafe.config.Config;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The block {@code limits} of a provider: for the whole cluster but for {@code waiting}, which is
 * each node's.
 *
 * @param path where they are set, for messages
 * @param waiting calls that may wait for their turn at once
 */
public record Limits(
    String path,
    OptionalInt callsAtOnce,
    Optional<Rate> requests,
    Optional<Rate> tokens,
    int waiting,
    CircuitSettings circuit) {
  private static final Set<String> KEYS =
      Set.of("calls-at-once", "requests-per-minute", "tokens-per-minute", "waiting", "circuit");
  private static final Set<String> CIRCUIT_KEYS =
      Set.of("failures-percent", "last-tries", "least-tries", "open", "trials");

  /**
   * @param limits with the defaults
   * @param path of the block, for messages
   * @throws IllegalArgumentException naming the first setting that cannot be used
   */
  public static Limits of(Config limits, String path) {
    refuseOthers(limits, path, KEYS);
    refuseOthers(limits.getConfig("circuit"), path + ".circuit", CIRCUIT_KEYS);
    int calls = count(limits, "calls-at-once", path, 0);
    return new Limits(
        path,
        calls == 0 ? OptionalInt.empty() : OptionalInt.of(calls),
        rate(limits, "requests-per-minute", path),
        rate(limits, "tokens-per-minute", path),
        count(limits, "waiting", path, 0),
        CircuitSettings.of(limits.getConfig("circuit"), path + ".circuit"));
  }

  private static void refuseOthers(Config block, String path, Set<String> known) {
    for (var key : block.root().keySet()) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException(
            "%s.%s: there is no such setting; known are %s"
                .formatted(path, key, String.join(", ", known.stream().sorted().toList())));
      }
    }
  }

  private static Optional<Rate> rate(Config limits, String key, String path) {
    int most = count(limits, key, path, 0);
    return most == 0 ? Optional.empty() : Optional.of(Rate.perMinute(most));
  }

  static int count(Config block, String key, String path, int least) {
    int number = block.getInt(key);
    if (number < least) {
      throw new IllegalArgumentException(
          "%s.%s: %d is too few; write %d or more".formatted(path, key, number, least));
    }
    return number;
  }

  /** Nothing to wait for. */
  boolean none() {
    return callsAtOnce.isEmpty() && requests.isEmpty() && tokens.isEmpty();
  }

  /** What one of so many nodes may do. At least one call at once: none at all would be a stop. */
  Allowance shared(int members) {
    return new Allowance(
        callsAtOnce.isEmpty()
            ? Integer.MAX_VALUE
            : Math.max(1, callsAtOnce.getAsInt() / Math.max(1, members)),
        requests.map(rate -> rate.dividedBy(Math.max(1, members))),
        tokens.map(rate -> rate.dividedBy(Math.max(1, members))));
  }
}
