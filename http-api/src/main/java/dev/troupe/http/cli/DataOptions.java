package dev.troupe.http.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the data is kept, and what configures the engine. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data directory. Default: troupe in the user's data directory.")
  @Nullable Path data;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A HOCON file; it wins over the defaults.")
  @Nullable Path config;

  Path directory() {
    Path chosen = data;
    return (chosen == null ? standard() : chosen).toAbsolutePath().normalize();
  }

  private static Path standard() {
    return standard(
        System.getenv(), System.getProperty("os.name"), System.getProperty("user.home"));
  }

  /** The user's data directory by the platform's own rule, and in it a folder of ours. */
  static Path standard(Map<String, String> environment, String system, String home) {
    if (system.startsWith("Mac")) {
      return Path.of(home, "Library", "Application Support", "troupe");
    }
    String local = environment.get("LOCALAPPDATA");
    if (system.startsWith("Windows") && local != null) {
      return Path.of(local, "troupe");
    }
    String xdg = environment.get("XDG_DATA_HOME");
    // The specification says that a relative path there is to be ignored.
    if (xdg != null && Path.of(xdg).isAbsolute()) {
      return Path.of(xdg, "troupe");
    }
    // The JVM looks into the password file; what the shell calls home is what a user means.
    String shellHome = environment.getOrDefault("HOME", home);
    return Path.of(shellHome.isEmpty() ? home : shellHome, ".local", "share", "troupe");
  }
}
