package dev.troupe.agents;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.troupe.agents.Budget.Exhaustion;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a budget from a block of settings: {@code none}, or an amount greater than 0. */
public final class BudgetBlock {
  private static final String TASK = "troupe.budgets.task";
  private static final String AT_MOST = "troupe.budgets.task-at-most";
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
        reader.count("tokens", Budget.TOKENS_AT_MOST),
        reader.count("model-calls", Budget.CALLS_AT_MOST),
        reader.seconds(),
        reader.exhaustion(),
        alerts);
  }

  /** What a task's budget is where its submission says nothing of it. */
  public static Budget ofTasks(Config config) {
    var budgets = config.getConfig("troupe.budgets");
    var alerts = alerts(budgets.getIntList("alerts"));
    var budget = read(budgets.getConfig("task"), TASK, alerts);
    var beyond = budget.beyond(atMostOfTasks(config));
    if (!beyond.isEmpty()) {
      throw new IllegalArgumentException(
          "%s.%s: it is more than %s allows".formatted(TASK, key(beyond.getFirst()), AT_MOST));
    }
    return budget;
  }

  /** The most that a submission may say; what it does not bound, this bounds. */
  public static Budget atMostOfTasks(Config config) {
    var block = config.getConfig(AT_MOST);
    var read = read(block, AT_MOST, List.of());
    return new Budget(read.nanos(), read.tokens(), read.modelCalls(), read.seconds(), null, null);
  }

  private static String key(Budget.Kind kind) {
    return switch (kind) {
      case MONEY -> "money";
      case TOKENS -> "tokens";
      case MODEL_CALLS -> "model-calls";
      case TIME -> "time";
    };
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
      var money = new BigDecimal(block.getString("money"));
      if (money.compareTo(BigDecimal.valueOf(Budget.MONEY_AT_MOST)) > 0) {
        throw tooMuch("money", Budget.MONEY_AT_MOST);
      }
      return positive("money", nanos(money));
    } catch (ArithmeticException | NumberFormatException unfit) {
      throw fault("money", "it must be none or an amount, as in 0.50");
    }
  }

  private @Nullable Long count(String key, long atMost) {
    if (!isSet(key)) {
      return null;
    }
    try {
      var count = block.getLong(key);
      if (count > atMost) {
        throw tooMuch(key, atMost);
      }
      return positive(key, count);
    } catch (ConfigException.WrongType | ConfigException.BadValue unfit) {
      throw fault(key, "it must be none or a whole number");
    }
  }

  private @Nullable Long seconds() {
    if (!isSet("time")) {
      return null;
    }
    try {
      var seconds = block.getDuration("time").toSeconds();
      if (seconds > Budget.SECONDS_AT_MOST) {
        throw fault("time", "it must be none or at most %d s".formatted(Budget.SECONDS_AT_MOST));
      }
      return positive("time", seconds);
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
    return Exhaustion.named(word)
        .orElseThrow(() -> fault("exhausted", "it must be stop, finish or ask"));
  }

  private IllegalArgumentException tooMuch(String key, long atMost) {
    return fault(key, "it must be none or at most %d".formatted(atMost));
  }

  private IllegalArgumentException fault(String key, String what) {
    return new IllegalArgumentException("%s.%s: %s".formatted(path, key, what));
  }
}
