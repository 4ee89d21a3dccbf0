package dev.troupe.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a node, strongest first: system properties, what the program sets,
 * environment variables, the user's file, every module's {@code troupe-defaults.conf}, every
 * library's {@code reference.conf}.
 */
public final class NodeConfiguration {
  private static final String DEFAULTS = "troupe-defaults.conf";

  private NodeConfiguration() {}

  /**
   * Reads and resolves it.
   *
   * @param overrides what the program itself sets, from options of the command line
   * @param userFile a HOCON file, or null
   * @throws InvalidConfiguration if the file, or one that it names for TLS, is missing or broken;
   *     the message names place and fault
   */
  public static Config load(Config overrides, @Nullable Path userFile) {
    return load(overrides, userFile, System.getenv());
  }

  static Config load(Config overrides, @Nullable Path userFile, Map<String, String> environment) {
    try {
      var defaults =
          ConfigFactory.parseResources(NodeConfiguration.class.getClassLoader(), DEFAULTS)
              .withFallback(ConfigFactory.defaultReferenceUnresolved());
      var own =
          ConfigFactory.defaultOverrides()
              .withFallback(overrides)
              .withFallback(NodeEnvironment.settings(environment, NodeConfiguration::known))
              .withFallback(parse(userFile));
      var whole = own.withFallback(defaults).resolve();
      var tls = NodeTls.settings(whole);
      return tls.isEmpty()
          ? whole
          : NodeTls.requireOn(own.withFallback(tls).withFallback(defaults).resolve());
    } catch (ConfigException e) {
      throw new InvalidConfiguration("the configuration cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads on a thread of its own what {@link #load} reads in any case; whoever loads meanwhile
   * waits for it, and does not read it again.
   */
  public static void readAhead() {
    var _ =
        Thread.ofPlatform()
            .daemon()
            .name("troupe-configuration")
            .start(() -> ConfigFactory.defaultReferenceUnresolved());
  }

  /** What every module and library knows and documents: a file that sets more is mistaken. */
  public static Config known() {
    return ConfigFactory.parseResources(NodeConfiguration.class.getClassLoader(), DEFAULTS)
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }

  /**
   * What the user's file alone says.
   *
   * @param whole what {@link #load} made of it; resolves what the file refers to
   */
  public static Config ofFile(Path userFile, Config whole) {
    return parse(userFile).resolveWith(whole);
  }

  private static Config parse(@Nullable Path userFile) {
    if (userFile == null) {
      return ConfigFactory.empty();
    }
    if (!Files.isReadable(userFile)) {
      throw new InvalidConfiguration(
          "the configuration file "
              + userFile
              + " does not exist or cannot be read; check --config",
          null);
    }
    // A bare name has no folder, and what it includes would be left out without a word.
    return ConfigFactory.parseFile(
        userFile.toAbsolutePath().toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
  }

  /** A configuration that no node can start with. */
  public static final class InvalidConfiguration extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidConfiguration(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
