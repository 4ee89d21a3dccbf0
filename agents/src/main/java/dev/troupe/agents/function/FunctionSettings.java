package dev.troupe.agents.function;

import com.typesafe.config.Config;

/**
 * The settings under {@code troupe.functions}.
 *
 * @param atOnce how many run at a time on this node
 * @param waiting how many may wait for a place behind them
 */
public record FunctionSettings(int atOnce, int waiting) {

  /**
   * @param config the system's whole configuration
   * @throws IllegalArgumentException naming the first setting that cannot be used
   */
  public static FunctionSettings of(Config config) {
    var functions = config.getConfig("troupe.functions");
    return new FunctionSettings(functions.getInt("at-once"), functions.getInt("waiting"));
  }

  public FunctionSettings {
    require(atOnce, "at-once");
    require(waiting, "waiting");
  }

  private static void require(int number, String setting) {
    if (number < 1) {
      throw new IllegalArgumentException(
          "troupe.functions.%s is %d: it must be at least 1".formatted(setting, number));
    }
  }
}
