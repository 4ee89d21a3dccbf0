package dev.troupe.agents;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.troupe.agents.Budget.Exhaustion;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a budget from a block of settings: {@code none}, or an amount greater than 0. */
public final class BudgetBlock {
  private static final String NO_BOUND = "none";
  private static final int NANO = 9;

  private final Config block;
  private final String path;

  private BudgetBlock(Config block, String path) {
    this.block = block;
    this.path = path;
  }

  /**
   * @param path where the block stands, for messages
   * @param alerts shares at which somebody is told, in percent
   * @throws IllegalArgumentException naming the setting that cannot be used
   */
  public static Budget read(Config block, String path, List<Integer> alerts) {
    var reader = new BudgetBlock(block, path);
    return new Budget(
        reader.money(),
        reader.count("tokens"),
        reader.count("model-calls"),
        reader.seconds(),
        reader.exhaustion(),
        alerts);
  }

  /** What a task's budget is where its submission says nothing of it. */
  public static Budget ofTasks(Config config) {
    var budgets = config.getConfig("troupe.budgets");
    var alerts = alerts(budgets.getIntList("alerts"));
    return read(budgets.getConfig("task"), "troupe.budgets.task", alerts);
  }

  /**
   * @throws IllegalArgumentException if they are no percentages
   */
  public static List<Integer> alerts(List<Integer> shares) {
    if (shares.stream().anyMatch(share -> share < 1 || share > 100)) {
      throw new IllegalArgumentException(
          "troupe.budgets.alerts: they must be percentages from 1 to 100");
    }
    return List.copyOf(shares);
  }

  /**
   * Money in billionths of the currency's unit.
   *
   * @throws ArithmeticException for more digits than that
   */
  public static long nanos(BigDecimal amount) {
    return amount.movePointRight(NANO).setScale(0, RoundingMode.UNNECESSARY).longValueExact();
  }

  private boolean isSet(String key) {
    return block.hasPath(key) && !block.getString(key).equals(NO_BOUND);
  }

  private @Nullable Long money() {
    if (!isSet("money")) {
      return null;
    }
    try {
      return positive("money", nanos(new BigDecimal(block.getString("money"))));
    } catch (ArithmeticException | NumberFormatException unfit) {
      throw fault("money", "it must be none or an amount, as in 0.50");
    }
  }

  private @Nullable Long count(String key) {
    if (!isSet(key)) {
      return null;
    }
    try {
      return positive(key, block.getLong(key));
    } catch (ConfigException.WrongType | ConfigException.BadValue unfit) {
      throw fault(key, "it must be none or a whole number");
    }
  }

  private @Nullable Long seconds() {
    if (!isSet("time")) {
      return null;
    }
    try {
      return positive("time", block.getDuration("time").toSeconds());
    } catch (ConfigException.WrongType | ConfigException.BadValue unfit) {
      throw fault("time", "it must be none or a duration of a second or more, as in 10 minutes");
    }
  }

  private Long positive(String key, long amount) {
    if (amount <= 0) {
      throw fault(key, "it must be none or more than 0");
    }
    return amount;
  }

  private @Nullable Exhaustion exhaustion() {
    if (!block.hasPath("exhausted")) {
      return null;
    }
    var word = block.getString("exhausted");
    return Arrays.stream(Exhaustion.values())
        .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(() -> fault("exhausted", "it must be stop, finish or ask"));
  }

  private IllegalArgumentException fault(String key, String what) {
    return new IllegalArgumentException("%s.%s: %s".formatted(path, key, what));
  }
}
