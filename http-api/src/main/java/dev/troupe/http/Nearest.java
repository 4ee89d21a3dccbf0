package dev.troupe.http;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The word that somebody may have meant: one that is few slips of a finger away, or none. */
public final class Nearest {
  private static final int LETTERS_PER_SLIP = 3;
  private static final int SLIPS_AT_MOST = 3;

  private Nearest() {}

  public static Optional<String> to(String word, Collection<String> known) {
    String meant = word.toLowerCase(Locale.ROOT);
    int slips = Math.clamp(meant.length() / LETTERS_PER_SLIP, 1, SLIPS_AT_MOST);
    return known.stream()
        .filter(candidate -> distance(meant, candidate.toLowerCase(Locale.ROOT)) <= slips)
        .min(
            Comparator.<String>comparingInt(
                    candidate -> distance(meant, candidate.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Letters added, left out, replaced, or swapped with their neighbour. */
  private static int distance(String one, String other) {
    int[][] cost = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(one, other, cost, i, j);
      }
    }
    return cost[one.length()][other.length()];
  }

  private static int cheapest(String one, String other, int[][] cost, int i, int j) {
    int replaced = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
    int least =
        Math.min(cost[i - 1][j - 1] + replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
