package dev.troupe.agents.tool.mcp;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Optional;

/** Where a server's pins are: in the file that its block names, else in the data directory. */
final class McpPinsFile {
  private static final String NAME = "mcp-pins.json";

  private McpPinsFile() {}

  static Pins of(McpServerSettings settings, Config config) {
    return new Pins(settings.pins().or(() -> ofData(config)));
  }

  /** Empty where data is kept in a directory that is deleted at the end. */
  private static Optional<Path> ofData(Config config) {
    var directory = config.getString("troupe.store.directory");
    return directory.isBlank() ? Optional.empty() : Optional.of(Path.of(directory, NAME));
  }
}
