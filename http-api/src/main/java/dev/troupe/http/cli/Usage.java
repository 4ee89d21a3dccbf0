package dev.troupe.http.cli;

import com.typesafe.config.ConfigException;
import java.util.function.Supplier;

/** Settings that cannot be used are the caller's mistake, and end a command as such. */
final class Usage {
  private Usage() {}

  static <T> T checked(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException | ConfigException e) {
      throw new CommandFailure(Exit.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
